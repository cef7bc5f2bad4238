using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// <c>vg6d_transform</c>: new quantities of those that are there, whatever their order. The first input's message is the template; the result has
/// its grid, times and level, with the true height of ECMWF's 2 m and 10 m parameters.
/// </summary>
internal sealed class TransformDerivation : CommonInstantDerivation
{
    private readonly TransformArguments _arguments;

    /// <exception cref="InputDefinitionException">An argument is wrong.</exception>
    public TransformDerivation(string name, IReadOnlyList<string> inputs, IEnumerable<string> arguments)
        : base(name, inputs) => _arguments = TransformArguments.Parse(arguments);

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        using var fields = new FieldList();
        for (var input = 0; input < messages.Count; input++)
        {
            // Unlike other types, this one takes all messages of an input.
            foreach (var message in GribOctets.Split(messages[input]))
                fields.Add(message, Inputs[input]);
        }

        return _arguments.PressureOfLevel ? Pressures(fields) : Quantities(fields);
    }

    /// <summary>A constant field for each isobaric level that there is.</summary>
    private static byte[] Pressures(FieldList fields)
    {
        var octets = new List<byte>();
        var done = new HashSet<double>();
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            var level = FieldLevel.Of(field.Handle);
            var pressure = level.Pressure ?? throw new DerivationException($"input {field.Name} is of the level {level}, and only isobaric levels have a pressure");
            if (!done.Add(pressure))
                continue;
            using var values = new FieldValues(field.Values.Count);
            values.Span.Fill((float)pressure);
            QuantityTable.Write(field.Handle, Quantity.Pressure);
            octets.AddRange(FieldEncoding.Encode(field.Handle, values, FieldEncoding.FewestBits));
        }

        return [.. octets];
    }

    private byte[] Quantities(FieldList fields)
    {
        using var resolver = new TransformResolver();
        var level = FieldLevel.Of(fields[0].Handle);
        for (var i = 0; i < fields.Count; i++)
        {
            if (!_arguments.MergesLevels && FieldLevel.Of(fields[i].Handle) is var other && other != level)
                throw new DerivationException($"input {fields[0].Name} is of the level {level} and input {fields[i].Name} of {other}; write --rounding to take them as of one level");
            if (QuantityTable.Of(fields[i].Handle) is { } definition)
                resolver.Know(definition.Quantity, fields[i].Values);
        }

        var template = fields[0].Handle;
        FieldLevel.WriteTrueHeight(template);
        var messages = new List<byte[]>(_arguments.Outputs.Count);
        foreach (var output in _arguments.Outputs)
        {
            QuantityTable.Write(template, output);
            messages.Add(FieldEncoding.Encode(template, resolver.Resolve(output), fields.BitsPerValue));
        }

        return messages.Count == 1 ? messages[0] : [.. messages.SelectMany(static message => message)];
    }
}
