using Windrow.Core.Configuration;

namespace Windrow.Fields.Fdb;

/// <summary>Options of the <c>fdb5</c> sink.</summary>
public sealed class FdbOptions
{
    public static readonly OptionSet<FdbOptions> Set = new OptionSet<FdbOptions>("fdb5")
        .Node("config", static (o, v) => o.Config = v, "The configuration of FDB itself (type, engine, schema, spaces); empty or without it, FDB's own: FDB5_CONFIG_FILE, FDB5_CONFIG or FDB_HOME. One process has one.", example: "{type: local, engine: toc, schema: fdb/schema, spaces: [{handler: Default, roots: [{path: fdb/root}]}]}")
        .Duration("flush-every", static o => o.FlushEvery, static (o, v) => o.FlushEvery = v, "How long a field may wait for a flush, when no flush message comes.");

    /// <summary>Null: FDB's own.</summary>
    public ConfigNode? Config { get; set; }

    public TimeSpan FlushEvery { get; set; } = TimeSpan.FromSeconds(5);
}
