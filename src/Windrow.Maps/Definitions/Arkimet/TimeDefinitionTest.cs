using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary><c>timerange:Timedef,step,processing,length</c>, for both editions; <c>-</c> stands for what a message does not have.</summary>
internal sealed class TimeDefinitionTest(string text, TimeField? step, long? processing, bool isUnprocessed, TimeField? length)
    : ArkimetTest("timerange", "Timedef", [])
{
    public override ImmutableArray<(MetadataKey Key, long Value)> Keys => [];

    public override bool IsExact => step is null && processing is null && !isUnprocessed && length is null;

    public override bool Holds(Metadata message)
    {
        if (IsExact)
            return true;
        var found = TimeDefinition.Of(message);
        return (step is null || step.Value.Fits(found.Step))
            && (processing is null || processing == found.Processing)
            && (!isUnprocessed || found.Processing is null)
            && (length is null || length.Value.Fits(found.Length));
    }

    public override string ToString() => $"timerange:Timedef,{text}".TrimEnd(',');
}
