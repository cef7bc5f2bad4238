using System.Collections.Concurrent;
using Windrow.Core.Messages;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Server;

namespace Windrow.TransportHost.Scenarios;

/// <summary>What every transport has to do alike: what clients send, and what the server has to see.</summary>
internal abstract class Scenario
{
    public static readonly IReadOnlyList<Scenario> All = [new KeepsOrderAndTypes(), new AcknowledgesFlushes(), new HoldsBack(), new EndsWhenAllHaveClosed()];

    private readonly ConcurrentQueue<string> _problems = new();

    public string Name => GetType().Name;

    public virtual int Clients => 2;

    /// <summary>Options of the server beside its address.</summary>
    public virtual string Server => "";

    /// <summary>What has gone wrong so far.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Sends, in a client's process or thread.</summary>
    public abstract void Send(ServerConnection server, int client);

    /// <summary>A message has come out of the server's flow. One at a time.</summary>
    public abstract void See(Message message, TransportSource source);

    /// <summary>The server has come to its end.</summary>
    public virtual void End(TransportSource source)
    {
    }

    protected void Expect(bool holds, string what)
    {
        if (!holds)
            _problems.Enqueue(what);
    }

    protected static int ClientOf(Message message) => (int)(message.Metadata.TryGetInt64("client", out var client) ? client : -1);
}
