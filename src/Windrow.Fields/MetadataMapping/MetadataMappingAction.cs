using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.KnownMetadata;

namespace Windrow.Fields.MetadataMapping;

/// <summary>Gives fields metadata out of tables: the value of one key chooses a row, whose columns become metadata.</summary>
internal sealed class MetadataMappingAction(MetadataMappingOptions options, PlugInContext context) : PlanAction
{
    private readonly IReadOnlyList<MappingRule> _rules = new MappingFile(context.InputPath(options.Mapping!), context).Read();

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        if (message.Kind == MessageKind.Field)
        {
            // Every rule is asked about the message as it came, so that their order does not matter to which rows they choose.
            var given = message.Metadata;
            var builder = given.Change();
            Dictionary<MetadataKey, Metadata>? nested = null;
            foreach (var rule in _rules)
            {
                if (Apply(rule, given, builder, ref nested) is { } failure)
                {
                    output.Fail(message, failure);
                    return;
                }
            }

            if (nested is not null)
            {
                foreach (var (target, values) in nested)
                    builder.Set(target, MetadataValue.Of(values));
            }

            message.Metadata = builder.Build();
        }

        output.Emit(message);
    }

    private Failure? Apply(MappingRule rule, Metadata given, MetadataBuilder builder, ref Dictionary<MetadataKey, Metadata>? nested)
    {
        if (!rule.Key.TryGet(given, out var value))
            return options.EnforceMatch ? NoKey(rule.Key.Key.Name, given) : null;
        if (!rule.Rows.TryGetValue(value, out var row))
            return options.EnforceMatch ? NoRow(rule, value) : null;
        if (row.Lacks is { } column)
            return Failure.Permanent($"the row of {rule.Key.Key} {value} in '{options.Mapping}' has no column '{column}'", "add it to the row, or name it under 'optional-map'");
        if (rule.Target is not { } target)
        {
            foreach (var (key, cell) in row.Values)
            {
                if (options.OverwriteExisting || !given.Contains(key))
                    builder.Set(key, cell);
            }

            return null;
        }

        if (!TryNested(target, given, nested, out var inner, out var failure))
            return failure;
        foreach (var (key, cell) in row.Values)
        {
            if (options.OverwriteExisting || !inner!.Contains(key))
                inner = inner!.With(key, cell);
        }

        (nested ??= [])[target] = inner!;
        return null;
    }

    private bool TryNested(MetadataKey target, Metadata given, Dictionary<MetadataKey, Metadata>? nested, out Metadata? inner, out Failure? failure)
    {
        failure = null;
        inner = Metadata.Empty;
        if (nested is not null && nested.TryGetValue(target, out var begun))
            inner = begun;
        else if (given.TryGet(target, out var value))
        {
            if (!value.TryGetMap(out inner))
                failure = Failure.Permanent($"'{target}' is {value}, and not nested metadata", "name another 'target-path'");
        }
        else if (context.StrictMultio)
        {
            failure = Failure.Permanent($"the message has no '{target}' for the mapping to write to", "multio needs it to be there; without strict-multio-compat it is made");
        }

        return failure is null;
    }

    private Failure NoKey(string key, Metadata given) => Failure.Permanent(
        KnownKeys.SlipOf(key, given) is { } slip ? $"the message has no '{key}', but '{slip}'" : $"the message has no '{key}', by which '{options.Mapping}' is asked",
        "set it in front, or write 'enforce-match: false'");

    // A number that the table has as text, or the other way round, looks the same and is not.
    private Failure NoRow(MappingRule rule, MetadataValue value)
    {
        foreach (var other in rule.Rows.Keys)
        {
            if (other.ToString() == value.ToString())
                return Failure.Permanent($"'{options.Mapping}' has {rule.Key.Key} {other} as a {other.Type}, the message as a {value.Type}", "write it in the table with, or without, quotes");
        }

        return Failure.Permanent($"'{options.Mapping}' has no row for {rule.Key.Key} {value}", "add one, or write 'enforce-match: false'");
    }
}
