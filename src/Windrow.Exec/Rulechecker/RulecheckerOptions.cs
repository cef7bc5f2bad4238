using Windrow.Core.Configuration;

namespace Windrow.Exec.Rulechecker;

/// <summary>Options of the <c>rulechecker</c> action.</summary>
public sealed class RulecheckerOptions
{
    public static readonly OptionSet<RulecheckerOptions> Set = new OptionSet<RulecheckerOptions>("rulechecker")
        .Text("map", static o => o.Map, static (o, v) => o.Map = v, "The file that says which rules there are, and which extractors each of them decides about.", required: true, example: "rule_extractor_map.json")
        .Text("rules", static o => o.Rules, static (o, v) => o.Rules = v, "The Python file with a function for each rule; by default rules.py beside the map.", example: "rules.py")
        .TextList("python", static o => o.Python, static (o, v) => o.Python = v, "The Python that has what the rules import, and options for it.", example: "[/opt/terra/bin/python3]")
        .Choice("late", static o => o.Late, static (o, v) => o.Late = v, "What becomes of members that come to a set when its rule has fired: 'ignore', or 'amend', by which the rule is asked again and fires once for each size of the set.", [("ignore", LateMembers.Ignore), ("amend", LateMembers.Amend)])
        .Text("host", static o => o.Host, static (o, v) => o.Host = v, "The address of the Clowder server; by default the one that the event names.", example: "http://clowder:9000/")
        .Secret("key", static (o, v) => o.Key = v, "The API key; needs 'host'. By default the one that came with the event.", example: "\"${secret:clowder}\"")
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long the rules may take for an event; then their process is killed, and the event tried again.", min: TimeSpan.FromSeconds(1))
        .Map("environment", static o => o.Environment, static (o, v) => o.Environment = v, "Further environment variables of the rules.", example: "{BETYDB_URL: \"https://terraref.ncsa.illinois.edu/bety/\"}")
        .SecretMap("secrets", static (o, v) => o.Secrets = v, "Environment variables of the rules that hold secrets.", example: "{BETYDB_KEY: \"${secret:betydb}\"}")
        .Check(static (o, report) =>
        {
            if (o.Python.Count == 0 || o.Python[0].Length == 0)
                report.Error("python", "there is no program in it", "write 'python: [/usr/bin/python3]', or leave it out");
            if (o.Key is not null && o.Host.Length == 0)
                report.Error("key", "the key would be sent to whatever server an event names", "write the server under 'host'");
        });

    public string Map { get; set; } = "";

    public string Rules { get; set; } = "";

    public IReadOnlyList<string> Python { get; set; } = ["python3"];

    public LateMembers Late { get; set; }

    public string Host { get; set; } = "";

    public Secret? Key { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, Secret> Secrets { get; set; } = new Dictionary<string, Secret>();

    /// <summary>The file with the rules, where it is not said, too.</summary>
    internal string RulesFile => Rules.Length > 0 ? Rules : Path.Combine(Path.GetDirectoryName(Map) ?? "", "rules.py");
}
