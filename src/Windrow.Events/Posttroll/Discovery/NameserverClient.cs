using System.Buffers;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>Asks a nameserver who publishes.</summary>
internal sealed class NameserverClient(SocketSetting setting, string nameserver, bool isSecure, TimeProvider time)
{
    private readonly string _address = Endpoint.Of(nameserver, isSecure ? setting.Settings.SecureNameserverPort : setting.Settings.NameserverPort);

    public string Address => _address;

    /// <summary>The publishers of a service. For a thread that may wait.</summary>
    /// <param name="service">Empty: all.</param>
    /// <returns>Null: the nameserver did not answer in time, or not as one.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IReadOnlyList<Announcement>? Find(string service, TimeSpan timeout, CancellationToken stop)
    {
        var question = new ArrayBufferWriter<byte>();
        new MessageWriter(MessageVersion.Auto).Write(question, "/oper/ns", "request", Sender.This, time.GetUtcNow().UtcDateTime, MetadataValue.Of(Metadata.From(("service", service))));
        var answer = Asking.Ask(setting, _address, question.WrittenSpan, isSecure, timeout, time, stop);
        if (answer is null || new MessageReader(TimeReading.None).Read(answer, out var read) is not null)
            return null;
        if (!read.Metadata.TryGet(DataReader.Whole, out var data) || !data.TryGetList(out var list))
            return [];
        return [.. list.Select(static each => each.TryGetMap(out var map) ? Announcement.Of(map) : null).OfType<Announcement>()];
    }
}
