using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;

namespace Windrow.Maps.Rendering.Parameters;

/// <summary>
/// Gives values the type that Magics wants, since it refuses <c>2.0</c> for an integer and goes on without the parameter.
/// What cannot be converted without a loss that matters is an error; what Magics does not know is passed on with a warning.
/// </summary>
internal static class ParameterFit
{
    /// <exception cref="FailureException">Permanent: the value is of a wrong type.</exception>
    public static MapValue Fit(string macro, MapParameter parameter, ICollection<string> warnings)
    {
        var (name, value) = (parameter.Name, parameter.Value);
        if (!MagicsParameters.Kinds.TryGetValue(name, out var kind))
        {
            warnings.Add($"{macro}: Magics has no parameter '{name}'{Suggestion.Clause(name, MagicsParameters.NamesFor(macro))}");
            return value;
        }

        if (!MagicsParameters.Prefixes[macro].Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            warnings.Add($"{macro}: the parameter '{name}' has no effect here");
        if (IsEmptyList(value))
            throw Wrong(macro, parameter, "has no items");
        return kind switch
        {
            ParameterKind.Text => MapValue.Of(OneText(macro, parameter)),
            ParameterKind.Switch => MapValue.Of(Switch(OneText(macro, parameter))),
            ParameterKind.Integer => MapValue.Of(Integer(macro, parameter, One(macro, parameter), warnings)),
            ParameterKind.Real => MapValue.Of(Real(macro, parameter, One(macro, parameter))),
            ParameterKind.Texts => MapValue.Of(Items(value).Select(static item => item.ToString())),
            ParameterKind.Integers => MapValue.Of(Items(value).Select(item => Integer(macro, parameter, item, warnings))),
            _ => MapValue.Of(Items(value).Select(item => Real(macro, parameter, item))),
        };
    }

    private static bool IsEmptyList(MapValue value) => value.Kind >= MapValueKind.Texts && !Items(value).Any();

    private static IEnumerable<MapValue> Items(MapValue value) => value.Kind switch
    {
        MapValueKind.Texts => value.Texts.Select(MapValue.Of),
        MapValueKind.Integers => value.Integers.Select(MapValue.Of),
        MapValueKind.Reals => value.Reals.Select(MapValue.Of),
        _ => [value],
    };

    private static MapValue One(string macro, MapParameter parameter) =>
        parameter.Value.Kind < MapValueKind.Texts ? parameter.Value : throw Wrong(macro, parameter, "is a list; write one value");

    private static string OneText(string macro, MapParameter parameter) => One(macro, parameter).ToString();

    private static string Switch(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" => "on",
        "FALSE" => "off",
        _ => text,
    };

    private static int Integer(string macro, MapParameter parameter, MapValue item, ICollection<string> warnings)
    {
        var real = Real(macro, parameter, item);
        var rounded = Math.Round(real, MidpointRounding.AwayFromZero);
        if (rounded is < int.MinValue or > int.MaxValue)
            throw Wrong(macro, parameter, "is too large for an integer");
        if (rounded != real)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{macro}: {parameter.Name} is an integer; {real} is taken as {rounded}"));
        return (int)rounded;
    }

    private static double Real(string macro, MapParameter parameter, MapValue item) => item.Kind switch
    {
        MapValueKind.Integer => item.Integer,
        MapValueKind.Real => item.Real,
        _ => double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? real
            : throw Wrong(macro, parameter, $"is '{item.Text}'; write a number"),
    };

    private static FailureException Wrong(string macro, MapParameter parameter, string what) =>
        new(Failure.Permanent($"{macro}: the parameter '{parameter.Name}' {what}"));
}
