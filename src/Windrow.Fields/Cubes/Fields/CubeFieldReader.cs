using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Fields.Cubes.Grids;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes.Fields;

/// <summary>Reads from a message what slice of which variable it is.</summary>
/// <param name="variable">The variable's name as a pattern over the metadata; null: ecCodes' <c>cfVarName</c>, <c>shortName</c>, <c>name</c> or the parameter's number, and the operation.</param>
internal sealed class CubeFieldReader(FilePattern? variable)
{
    private readonly ParameterReader _parameters = new();
    private readonly TimeBoundsReader _times = new();
    private readonly LevelReader _levels = new();
    private readonly GridReader _grids = new();
    private readonly OwnKey _name = new("name");
    private readonly OwnKey _param = new("param");
    private readonly OwnKey _paramId = new("paramId");
    private readonly OwnKey _operation = new("operation");
    private readonly MetadataSlot _number = new("number");
    private readonly MetadataSlot _members = new("numberOfForecastsInEnsemble");

    public bool TryRead(Message message, int points, [NotNullWhen(true)] out CubeField? field, out Failure? failure)
    {
        field = null;
        var metadata = message.Metadata;
        if (!_times.TryRead(metadata, out var time, out var methods, out failure) || !_grids.TryRead(message, points, out var grid, out failure))
            return false;
        var facts = _parameters.Read(metadata);
        if (!TryName(metadata, facts, out var name, out failure))
            return false;
        field = new CubeField(name, facts, methods, time, _levels.Read(metadata), grid!, MemberOf(metadata));
        return true;
    }

    // In GRIB1 fields of no ensemble are number 0 of 0.
    private long? MemberOf(Metadata metadata) =>
        _number.TryGet(metadata, out var number) && MetadataNumber.TryGet(number, out var member) && !(member == 0 && _members.TryGet(metadata, out var members) && members == 0L)
            ? member
            : null;

    private bool TryName(Metadata metadata, ParameterFacts facts, [NotNullWhen(true)] out string? name, out Failure? failure)
    {
        failure = null;
        name = null;
        try
        {
            name = variable?.Compose(metadata);
        }
        catch (PatternException exception)
        {
            failure = Failure.Permanent(exception.Message, "set the value before, or leave the field out of 'variable'");
            return false;
        }

        if (name is null)
        {
            name = facts.CfVariable ?? facts.ShortName ?? (_name.TryGet(metadata, out var own) ? own.ToString() : null)
                ?? (_param.TryGet(metadata, out var param) || _paramId.TryGet(metadata, out param) ? "param_" + param : null);
            if (name is not null && _operation.TryGet(metadata, out var operation) && operation.TryGetString(out var text) && text != "instant")
                name += "_" + text;
        }

        if (name is null)
            failure = Failure.Permanent("nothing in the metadata names the field's parameter", "set 'shortName', 'name' or 'param' in front, or give a pattern under 'variable'");
        else
            name = Fit(name);
        return failure is null;
    }

    // Section 2.3 of the CF conventions: a letter, then letters, digits and underscores.
    private static string Fit(string name)
    {
        var fit = string.Create(name.Length, name, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                span[i] = char.IsAsciiLetterOrDigit(text[i]) ? text[i] : '_';
        });
        return char.IsAsciiLetter(fit[0]) ? fit : string.Create(CultureInfo.InvariantCulture, $"v{fit}");
    }
}
