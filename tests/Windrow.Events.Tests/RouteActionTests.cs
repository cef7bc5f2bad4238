using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Events.Route;

namespace Windrow.Events.Tests;

/// <summary>The <c>route</c> action where what is known of datasets has to be asked for.</summary>
public sealed class RouteActionTests
{
    private readonly DeadLetterList _letters = new();
    private readonly List<Message> _came = [];
    private readonly Asked _datasets = new();

    [Theory]
    [InlineData("sensor = 'x' and dataset.name = 'd'", "Info")]
    [InlineData("count(dataset.files) = 2 and sensor = 'x'", "Files")]
    [InlineData("sensor = 'x' and (dataset.metadata.cleaned = true or dataset.files is null)", "Files, Metadata")]
    [InlineData("sensor = 'x' and datasets = 1", null)]
    [InlineData("sensor = 'y' and dataset.name = 'd'", null)]
    [InlineData("not (sensor = 'y' and dataset.name = 'd')", "Info")]
    public async Task Only_what_a_rule_that_is_left_wants_is_asked_for(string when, string? parts)
    {
        await Run($"rules: [{{when: \"{when}\", to: there}}, {{when: \"sensor = 'z' and dataset.name = 'd'\", to: elsewhere}}]", TestFlow.Message(1, ("sensor", "x")));
        _datasets.Wanted.Select(static wanted => wanted.ToString()).ShouldBe(parts is null ? [] : [parts]);
    }

    [Fact]
    public async Task First_rule_that_holds_at_once_asks_for_nothing()
    {
        await Run("rules: [{when: \"sensor = 'x'\", to: there}, {when: \"dataset.name = 'd'\", to: elsewhere}]", TestFlow.Message(1, ("sensor", "x")));
        _datasets.Wanted.ShouldBeEmpty();
        Targets().ShouldBe(["there"]);
    }

    [Fact]
    public async Task Dataset_decides_and_is_no_part_of_what_leaves()
    {
        _datasets.Answer = MetadataValue.Of(Metadata.From(("name", "stereoTop - 1"), ("files", MetadataValue.Of(new MetadataList("a.bin", "b.bin")))));
        await Run("rules: [{when: \"count(dataset.files, '%.bin') = 1\", to: one}, {name: two bins, when: \"count(dataset.files, '%.bin') = 2\", to: [{target: two, parameters: {of: \"{dataset.name}\"}}]}]", TestFlow.Message(1));
        var routed = _came.ShouldHaveSingleItem().Metadata;
        routed.ToString().ShouldBe("""{"number":1,"parameters":{"of":"stereoTop - 1"},"rule":"two bins","target":"two"}""");
        _datasets.Wanted.ShouldBe([DatasetParts.Files]);
    }

    [Fact]
    public async Task Dataset_that_cannot_be_told_fails_the_message()
    {
        _datasets.Failure = Failure.Permanent("there is no dataset 7");
        await Run("rules: [{when: \"dataset.name = 'd'\", to: there}]\notherwise: elsewhere", TestFlow.Message(1));
        _came.ShouldBeEmpty();
        _letters.List().ShouldHaveSingleItem().Failure.Reason.ShouldBe("there is no dataset 7");
    }

    [Fact]
    public async Task Nothing_leaves_when_one_target_cannot_be_composed()
    {
        await Run("match: all\nrules: [{to: first}, {to: \"second {missing}\"}]", TestFlow.Message(1));
        _came.ShouldBeEmpty();
        _letters.List().ShouldHaveSingleItem().Failure.Reason.ShouldContain("there is no 'missing'");
    }

    [Fact]
    public async Task Ids_tell_targets_apart_and_are_the_same_when_a_message_comes_again()
    {
        const string Rules = "match: all\nrules: [{to: [a, b]}, {to: a}]";
        await Run(Rules, TestFlow.Message(1));
        var first = _came.ConvertAll(static message => message.Id);
        first.Distinct().Count().ShouldBe(3);
        _came.Clear();
        await Run(Rules, TestFlow.Message(1));
        _came.ConvertAll(static message => message.Id).ShouldBe(first);
    }

    [Fact]
    public void Rules_that_are_asked_about_every_message_are_told()
    {
        Bind("rules: [" + string.Join(", ", Enumerable.Range(0, 60).Select(static i => $"{{when: \"name like '%{i}'\", to: x}}")) + "]", out var diagnostics);
        diagnostics.ToString().ShouldContain("60 of the 60 rules are asked about every message; the first is '1'");
        Bind("rules: [" + string.Join(", ", Enumerable.Range(0, 60).Select(static i => $"{{when: \"name like '{i} %'\", to: x}}")) + "]", out diagnostics);
        diagnostics.ToString().ShouldBeEmpty();
    }

    private IEnumerable<string> Targets() => _came.Select(static message => message.Metadata.TryGetString("target", out var target) ? target : "");

    private async Task Run(string options, params Message[] messages)
    {
        var bound = Bind(options, out var diagnostics);
        diagnostics.ToString().ShouldBeEmpty();
        var sink = new Probe(
            (message, output) =>
            {
                lock (_came)
                    _came.Add(new Message(message.Id, message.Kind, message.Metadata, Core.Payloads.Payload.None, null, message.Origin));
                output.Deliver(message);
            },
            terminal: true);
        await TestFlow.Run(
            TestFlow.Flow([new ListSource(messages)], TestFlow.Plan("plan", (new RouteAction(bound, _datasets), null), (sink, null))),
            new EngineServices { DeadLetters = _letters });
    }

    private static RouteOptions Bind(string options, out DiagnosticBag diagnostics)
    {
        diagnostics = new DiagnosticBag();
        return RouteOptions.SetFor(new PlugInCatalog()).Bind((MappingNode)ConfigReader.Read(options, "rules.yaml", diagnostics)!, diagnostics);
    }

    private sealed class Asked : IDatasets
    {
        public List<DatasetParts> Wanted { get; } = [];

        public MetadataValue Answer { get; set; } = MetadataValue.Of(Metadata.From(("name", "other")));

        public Failure? Failure { get; set; }

        public Failure? Find(Message message, DatasetParts parts, out MetadataValue dataset)
        {
            Wanted.Add(parts);
            dataset = Answer;
            return Failure;
        }

        public void Start(CancellationToken stopping)
        {
        }

        public void Forget()
        {
        }
    }
}
