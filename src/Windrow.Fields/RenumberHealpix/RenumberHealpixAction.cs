using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Values;

namespace Windrow.Fields.RenumberHealpix;

/// <summary>Puts the points of HEALPix fields from ring order into nested order. The numbers are computed once for each Nside.</summary>
internal sealed class RenumberHealpixAction : PlanAction
{
    // Nobody has many resolutions in one plan; beyond these, numbers are computed for each field.
    private const int MostKept = 4;

    private readonly ConcurrentDictionary<int, Lazy<int[]>> _orders = new();
    private readonly OwnKey _gridType = new("gridType");
    private readonly OwnKey _nside = new("Nside");
    private readonly OwnKey _convention = new("orderingConvention");

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Emit(message);
            return;
        }

        if (!TryNside(message.Metadata, out var nside, out var failure) || !MessageValues.TryRead(message, out var values, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        using (values)
        {
            if (values.Field.Count != 12 * nside * nside)
            {
                output.Fail(message, Failure.Permanent($"a HEALPix field of Nside {nside} has {12L * nside * nside} points, this one has {values.Field.Count}", "aggregate its parts in front of renumber-healpix"));
                return;
            }

            var isEncoded = message.Payload is not FieldPayload;
            message.ReplacePayload(Renumbered(values.Field, OrderOf(nside)));
            message.Metadata = (isEncoded ? MessageValues.WithMissing(message.Metadata, values.Missing) : message.Metadata).With(_convention.Key, "nested");
        }

        output.Emit(message);
    }

    private static FieldPayload Renumbered(FieldPayload field, int[] order)
    {
        var result = FieldPayload.Rent(field.Precision, field.Count);
        if (field.Precision == Precision.Double)
            Scatter<double>(field.Doubles, result.Doubles, order);
        else
            Scatter<float>(field.Singles, result.Singles, order);
        return result;
    }

    private static void Scatter<T>(ReadOnlySpan<T> from, Span<T> to, ReadOnlySpan<int> order)
    {
        from = from[..order.Length];
        for (var i = 0; i < order.Length; i++)
            to[order[i]] = from[i];
    }

    private int[] OrderOf(int nside)
    {
        if (_orders.TryGetValue(nside, out var known))
            return known.Value;
        return _orders.Count >= MostKept
            ? HealpixOrder.RingToNested(nside)
            : _orders.GetOrAdd(nside, static nside => new Lazy<int[]>(() => HealpixOrder.RingToNested(nside))).Value;
    }

    private bool TryNside(Metadata metadata, out int nside, out Failure? failure)
    {
        (nside, failure) = (0, null);
        if (!_gridType.TryGet(metadata, out var grid) || !grid.TryGetString(out var gridType) || !gridType.Equals("HEALPix", StringComparison.OrdinalIgnoreCase))
            failure = Failure.Permanent($"the field is on {(grid.IsNone ? "no grid that is told" : $"a {grid} grid")}, and not on HEALPix", "select fields with 'gridType: HEALPix' in front");
        else if (!_convention.TryGet(metadata, out var convention) || !convention.TryGetString(out var ordering) || ordering != "ring")
            failure = Failure.Permanent($"the points are in {(convention.IsNone ? "an order that is not told" : $"the order '{convention}'")}, and not in rings", "select fields with 'orderingConvention: ring' in front");
        else if (!_nside.TryGet(metadata, out var number) || !MetadataNumber.TryGet(number, out var size))
            failure = Failure.Permanent("the message has no 'Nside'", "set it in front: the number of divisions of a base face's side");
        else if (!HealpixOrder.IsNside(size))
            failure = Failure.Permanent($"Nside is {size}", $"nested order needs a power of two, at most {HealpixOrder.LargestNside}");
        else
            nside = (int)size;
        return failure is null;
    }
}
