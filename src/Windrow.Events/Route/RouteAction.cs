using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Plans;

namespace Windrow.Events.Route;

/// <summary>
/// Decides by rules which work a message means: it emits one message for every target, which has <c>rule</c>, <c>target</c> and
/// <c>parameters</c> beside the metadata of the message. All targets of a message leave, or none and the message is tried again.
/// </summary>
/// <param name="datasets">Who knows of the datasets that messages are about; null: messages tell all that there is.</param>
internal sealed class RouteAction(RouteOptions options, IDatasets? datasets = null) : PlanAction, IExplainingAction
{
    private readonly RouteTable _table = new(options.Rules, options.Match, datasets is not null);
    private readonly ConcurrentBag<RouteMatches> _spare = [];

    public override bool IsConcurrent => datasets is null;

    public override bool Waits => datasets is not null;

    public override bool LooksAhead => datasets is not null;

    public override void Start(ActionContext context) => datasets?.Start(context.Stopping);

    // What was asked for one of these messages was asked after all of them had come, and is true for all.
    public override void LookAhead(ReadOnlySpan<Message> messages) => datasets!.Forget();

    public override void Process(Message message, Output output)
    {
        // What the engine tells about others is no event of theirs.
        if (message.Kind == MessageKind.Notification)
        {
            output.Emit(message);
            return;
        }

        var matches = _spare.TryTake(out var spare) ? spare : new RouteMatches();
        Route(message, matches, output);
        _spare.Add(matches);
    }

    public IEnumerable<string> Explain(Message message)
    {
        var metadata = message.Metadata;
        if (_table.MatchEarly(metadata, new RouteMatches()) is var wanted and not DatasetParts.None)
        {
            if (datasets!.Find(message, wanted, out var dataset) is { } failure)
                yield return $"the dataset cannot be asked for: {failure.Reason}";
            else
                metadata = metadata.With(DatasetKeys.Dataset, dataset);
        }

        foreach (var (rule, why, own) in _table.Explain(metadata))
        {
            if (own is { } decision)
                yield return $"{(decision.Holds ? "holds" : "does not"),-10} rule {rule.Name}: {rule.Type}: {decision.Why}";
            else
                yield return $"{(why.Truth == Truth.True ? "holds" : "does not"),-10} rule {rule.Name}: {why.Decisive.Text}{At(why.Decisive.Clause.Source)}";
        }

        static string At(FilterSource source) => source.ToString() is { Length: > 0 } at ? $" ({at})" : "";
    }

    private void Route(Message message, RouteMatches matches, Output output)
    {
        var metadata = message.Metadata;
        if (_table.MatchEarly(metadata, matches) is var wanted and not DatasetParts.None)
        {
            if (datasets!.Find(message, wanted, out var dataset) is { } failure)
            {
                output.Fail(message, failure);
                return;
            }

            metadata = metadata.With(DatasetKeys.Dataset, dataset);
            _table.Match(metadata, matches);
        }

        Emit(message, metadata, _table.Chosen(metadata, matches), output);
    }

    private void Emit(Message message, Metadata metadata, ReadOnlySpan<(int Rule, Metadata? Parameters)> chosen, Output output)
    {
        if (chosen.IsEmpty && options.Otherwise.Length == 0)
        {
            output.Drop(message);
            return;
        }

        try
        {
            // All are composed before the first leaves.
            var made = new List<Metadata>();
            foreach (var (number, parameters) in chosen)
                Compose(message, metadata, _table[number].Name, _table[number].Targets, parameters, made);
            if (chosen.IsEmpty)
                Compose(message, metadata, "otherwise", options.Otherwise, null, made);
            foreach (var routed in made)
                output.Emit(output.Child(message, message.Kind, routed, message.Payload.Add()));
            output.Absorb(message);
        }
        catch (PatternException exception)
        {
            output.Fail(message, Failure.Permanent(exception.Message, "correct the rule, or give a condition to it that such messages do not fulfil", exception));
        }
    }

    private static void Compose(Message message, Metadata metadata, string rule, RouteTarget[] targets, Metadata? parameters, List<Metadata> made)
    {
        foreach (var target in targets)
        {
            var builder = message.Metadata.Change().Set("rule", rule);
            target.AddTo(builder, metadata);
            if (parameters is not null)
                AddParameters(builder, target.HasParameters, parameters);
            made.Add(builder.Build());
        }
    }

    // Over those of the target, and in place of those that the event came with.
    private static void AddParameters(MetadataBuilder builder, bool hasOwn, Metadata parameters)
    {
        var all = hasOwn && builder.Build().TryGet("parameters", out var own) && own.TryGetMap(out var map) ? map!.Change() : new MetadataBuilder();
        foreach (var (key, value) in parameters)
            all.Set(key, value);
        builder.Set("parameters", MetadataValue.Of(all.Build()));
    }
}
