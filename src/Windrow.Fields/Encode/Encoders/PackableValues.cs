using System.Numerics;
using System.Runtime.InteropServices;
using Windrow.Core.Payloads;
using Windrow.Fields.Scale;
using Windrow.Fields.Values;

namespace Windrow.Fields.Encode.Encoders;

/// <summary>Values as ecCodes packs them: in double precision, finite, with a finite mark for missing ones.</summary>
internal readonly ref struct PackableValues
{
    private readonly NativeBuffer? _buffer;

    /// <param name="values">Copied only where they have to be changed; they must live as long as this.</param>
    /// <param name="offset">Added to every value that is not missing.</param>
    public PackableValues(in FieldValues values, double offset)
    {
        var field = values.Field;
        Missing = values.Missing;
        var isNaN = Missing is { } mark && double.IsNaN(mark);
        if (field.Precision == Precision.Double && !isNaN && offset == 0)
        {
            Span = field.Doubles;
            return;
        }

        _buffer = NativeBufferPool.Shared.Rent(checked(field.Count * sizeof(double)));
        var doubles = _buffer.Span<double>(field.Count);
        if (field.Precision == Precision.Single)
        {
            var singles = field.Singles;
            for (var i = 0; i < doubles.Length; i++)
                doubles[i] = singles[i];
            Missing = (float?)Missing; // as it stands among the values
        }
        else
        {
            field.Doubles.CopyTo(doubles);
        }

        if (isNaN)
        {
            doubles.Replace(double.NaN, MessageValues.DecodedMissing);
            Missing = MessageValues.DecodedMissing;
        }

        if (offset != 0)
            ScaleKernels.Apply(doubles, 1, offset, Missing);

        Span = doubles;
    }

    public ReadOnlySpan<double> Span { get; }

    public double? Missing { get; }

    /// <summary>Whether no value is infinite or not a number: ecCodes would pack those as any number.</summary>
    public bool AreFinite()
    {
        // A number times zero is zero; anything else is NaN and stays so in the sum.
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(Span);
        var sum = Vector<double>.Zero;
        foreach (var vector in vectors)
            sum += vector * Vector<double>.Zero;
        var rest = Vector.Sum(sum);
        foreach (var value in Span[(vectors.Length * Vector<double>.Count)..])
            rest += value * 0;
        return rest == 0;
    }

    public void Dispose() => _buffer?.Return();
}
