using System.Globalization;
using Windrow.Core;
using Windrow.Core.Configuration;

namespace Windrow.Exec.Rulechecker;

/// <summary>
/// The map of an existing rulechecker, <c>rule_extractor_map.json</c>, as a flow: its events come from the queue of the extractor that it was, and what the rules say goes to
/// the queues of others. Broker, queue and owner are taken from the variables that pyclowder reads.
/// </summary>
public static class RulecheckerFile
{
    private const string Broker = "RABBITMQ_URI";
    private const string UsualBroker = "amqp://guest:guest@127.0.0.1:5672/%2f";
    private const string UsualName = "ncsa.rulechecker.terra";
    private const string Description = "extractor_info.json";

    // Under this name the address, which has a password in it, is asked for as a secret is.
    private const string Secret = "rabbitmq_uri";

    /// <summary>Whether a file is one by its content: an object of rules, each of which names extractors.</summary>
    public static bool Recognises(ConfigNode? root) => root is MappingNode { Entries.Count: > 0 } map
        && map.Entries.All(static rule => rule.Value is MappingNode entry && entry["extractors"] is MappingNode && entry.Entries.All(static each => each.Name is "extractors" or "description"));

    /// <summary>The flow that the map stands for; null when a variable is wrong, which is reported.</summary>
    /// <param name="path">The map as the user named it.</param>
    public static MappingNode? Translate(string path, EngineServices services, DiagnosticBag diagnostics)
    {
        var nodes = new Nodes(new SourceLocation(path, 0, 0), services.Environment);
        var errors = diagnostics.ErrorCount;
        var uri = Address(services.Environment, diagnostics);
        var actions = nodes.List(
            nodes.Map(("type", nodes.Text("rulechecker")), ("map", nodes.Text(Path.GetFileName(path))), ("host", nodes.Variable("CLOWDER_URL"))),
            nodes.Map(("type", nodes.Text("amqp")), ("uri", uri), ("routing-key", nodes.Text("{target}")), ("body", nodes.Text("clowder")), ("unroutable", nodes.Text("wait"))));
        var flow = nodes.Map(
            ("flow", nodes.Text(Path.GetFileNameWithoutExtension(path))),
            ("sources", nodes.List(Source(nodes, uri, path, services, diagnostics))),
            ("plans", nodes.List(nodes.Map(("name", nodes.Text("rules")), ("actions", actions)))));
        return diagnostics.ErrorCount > errors ? null : flow;
    }

    private static MappingNode Source(Nodes nodes, ScalarNode uri, string path, EngineServices services, DiagnosticBag diagnostics)
    {
        ConfigNode extractor = services.Files.Find(Path.Combine(Path.GetDirectoryName(path) ?? "", Description)) is not null
            ? nodes.Text(Description)
            : nodes.Map(
                ("name", nodes.Text(services.Environment("RABBITMQ_QUEUE") is { Length: > 0 } queue ? queue : UsualName)),
                ("description", nodes.Text("Decides which extractors an event goes to")),
                ("categories", nodes.List(nodes.Text("WORKFLOW"))),
                ("process", nodes.Map(("dataset", nodes.List(nodes.Text("file.added"))))));
        var exchange = nodes.Variable("RABBITMQ_EXCHANGE");
        return nodes.Map(
            ("type", nodes.Text("clowder")),
            ("uri", uri),
            ("extractor", extractor),
            ("queue", nodes.Variable("RABBITMQ_QUEUE")),
            ("private-key", nodes.Variable("EXTRACTOR_KEY")),
            ("owner", nodes.Variable("CLOWDER_EMAIL")),
            ("register-every", Heartbeat(nodes, services.Environment, diagnostics)),
            ("bindings", exchange is null ? null : nodes.List(nodes.Map(("exchange", exchange), ("type", nodes.Text("topic")), ("keys", nodes.List(nodes.Text("*.dataset.file.added")))))));
    }

    private static ScalarNode? Heartbeat(Nodes nodes, Func<string, string?> environment, DiagnosticBag diagnostics)
    {
        if (environment("HEARTBEAT") is not { Length: > 0 } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
            return nodes.Text($"{seconds}s");
        diagnostics.Error(Rules.BadText, Nodes.Of("HEARTBEAT"), $"HEARTBEAT is '{text}', and no number of seconds", "set it to 300, or not at all");
        return null;
    }

    private static ScalarNode Address(Func<string, string?> environment, DiagnosticBag diagnostics)
    {
        var secrets = new SecretSource(static _ => null, name => environment(name) ?? (name == SecretSource.VariableOf(Secret) ? environment(Broker) is { Length: > 0 } uri ? uri : UsualBroker : null));
        return (ScalarNode)ConfigReader.Read($"\"${{secret:{Secret}}}\"", Broker, diagnostics, ConfigDialect.Native, new NativeSubstitution(environment, secrets))!;
    }

    private sealed class Nodes(SourceLocation at, Func<string, string?> environment)
    {
        public static SourceLocation Of(string variable) => new(variable, 0, 0);

        public ScalarNode Text(string text) => ScalarNode.Of(text, at);

        /// <summary>The value of a variable; null: it is not set.</summary>
        public ScalarNode? Variable(string name) => environment(name) is { Length: > 0 } value ? ScalarNode.Of(value, Of(name)) : null;

        public SequenceNode List(params ConfigNode[] items) => new(items, at);

        // What is null is left out.
        public MappingNode Map(params (string Name, ConfigNode? Value)[] entries) =>
            new(entries.Where(static entry => entry.Value is not null).Select(entry => new ConfigEntry(Text(entry.Name), entry.Value!)), at);
    }
}
