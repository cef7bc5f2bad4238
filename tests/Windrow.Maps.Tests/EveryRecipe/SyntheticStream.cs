using System.Buffers;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.EveryRecipe;

/// <summary>A stream with a message for every definition of every input that can be made, all for 24 h after one reference time, and the steps that statistics need.</summary>
internal sealed class SyntheticStream
{
    /// <summary>The step that everything is there for.</summary>
    public const int Step = 24;

    // Differences of 1, 3, 6, 12 and 24 hours that end at the last.
    private static readonly int[] SumSteps = [12, 18, 21, 23, Step];
    private static readonly int[] MeanSteps = [0, 12, Step];

    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly List<StreamInput> _unmade = [];

    public SyntheticStream(MapDefinitions definitions)
    {
        var summed = definitions.Closure(definitions.Inputs.OfType<DecumulateInput>().SelectMany(static input => input.Inputs).Select(static input => input.Name));
        var averaged = definitions.Closure(definitions.Inputs.OfType<AverageInput>().SelectMany(static input => input.Inputs).Select(static input => input.Name));
        foreach (var input in definitions.Inputs.OfType<StreamInput>())
        {
            if (input.EcCodes is null)
                continue;
            using var message = MessageMaker.Make(input, summed.Contains(input.Name));
            if (message is null)
                _unmade.Add(input);
            else
                Write(message, summed.Contains(input.Name) ? SumSteps : averaged.Contains(input.Name) ? MeanSteps : [Step]);
        }
    }

    public ReadOnlySpan<byte> Octets => _octets.WrittenSpan;

    public int Messages { get; private set; }

    /// <summary>Definitions that no sample fits.</summary>
    public IReadOnlyList<StreamInput> Unmade => _unmade;

    private void Write(GribHandle message, int[] steps)
    {
        foreach (var step in steps)
        {
            using var field = message.Clone();
            var isSum = steps == SumSteps;
            if (isSum && field.GetLong("editionNumber") == 1 && field.GetLong("timeRangeIndicator") == 4)
            {
                field.SetLong("P1", 0);
                field.SetLong("P2", step);
            }
            else if (!isSum && field.TryGetLong("lengthOfTimeRange", out var length) == EcCodesStatus.Success)
            {
                // Some parameters are of an interval of one length only.
                field.SetString("stepRange", $"{step - length}-{step}");
            }
            else
            {
                field.SetLong("endStep", step);
            }

            PlausibleValues.Fill(field, isSum ? (double)step / Step : 1);
            _octets.Write(field.Message);
            Messages++;
        }
    }
}
