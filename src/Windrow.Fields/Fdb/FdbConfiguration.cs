using System.Buffers;
using System.Text;
using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Native.Libc;

namespace Windrow.Fields.Fdb;

/// <summary>
/// The configuration of FDB that a flow brings along. FDB's C interface takes none, so it goes through the environment, which
/// a process has once.
/// </summary>
internal static class FdbConfiguration
{
    private const string Variable = "FDB5_CONFIG";

    private static readonly Lock Turn = new();
    private static string? _used;

    /// <summary>Has FDB use a configuration from now on.</summary>
    /// <exception cref="FailureException">The process uses another one already.</exception>
    public static void Use(ConfigNode? config)
    {
        // multio's own key, which says how its library wants FDB to be used, is no configuration of the database.
        if (config is not MappingNode mapping || !mapping.Entries.Any(static entry => entry.Key.Text != "userConfig"))
            return;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            NodeJson.Write(mapping, writer);
        var text = Encoding.UTF8.GetString(json.WrittenSpan);
        lock (Turn)
        {
            if (_used == text)
                return;
            if (_used is not null)
                throw new FailureException(Failure.Permanent("another 'fdb5' sink of this process has another 'config'", "FDB has one per process: give both the same, or run two flows"));
            ProcessEnvironment.Set(Variable, text);
            _used = text;
        }
    }
}
