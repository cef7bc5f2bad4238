using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Windrow.Core.Configuration;

/// <summary>Turns scalar events into nodes: substitution first, then the tag or the schema says what the text is.</summary>
internal sealed class ScalarReader(DiagnosticBag diagnostics, ConfigDialect dialect, ITextSubstitution? substitution)
{
    private readonly bool _yaml11 = dialect is ConfigDialect.Yaml11 or ConfigDialect.PythonObjects;

    public ScalarNode Read(Scalar scalar, bool isKey, SourceLocation at)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        var tag = CoreTags.Short(scalar.Tag, at, diagnostics, dialect);
        var text = scalar.Value;
        Secret? secret = null;
        if (substitution is not null && !isKey)
            text = substitution.Expand(text, at, diagnostics, out secret);

        var value = secret is not null || (!isPlain && tag is null) || tag is "" or "str"
            ? ScalarValue.String
            : ScalarSchema.Resolve(text, _yaml11);
        if (tag is { Length: > 0 } && !CoreTags.IsPython(tag))
            value = Fit(value, text, tag, at);
        else if (isPlain && value.Kind == ScalarKind.String && ScalarSchema.IsYesNoTrap(text))
            WarnOfTrap(text, isKey, at);
        return new ScalarNode(text, value, isPlain, at, tag is { Length: > 0 } ? CoreTags.Full(tag) : null, secret);
    }

    private void WarnOfTrap(string text, bool isKey, SourceLocation at)
    {
        // multio's users never meet a YAML 1.1 reader, and `Yaml11` never comes here.
        if (dialect != ConfigDialect.Native)
            return;
        var meant = ScalarSchema.Yes11(text) == true ? "true" : "false";
        diagnostics.Warning(
            Rules.YesNoTrap,
            at,
            $"'{text}' is a text here, but {meant} to readers of YAML 1.1",
            isKey ? $"write \"{text}\" in quotes" : $"write {meant} for the boolean, or \"{text}\" in quotes for the text");
    }

    private ScalarValue Fit(ScalarValue value, string text, string tag, SourceLocation at)
    {
        switch (tag)
        {
            case "str":
                return ScalarValue.String;
            case "merge" when text == "<<":
                return value;
            case "int" when value.Kind == ScalarKind.Integer:
            case "bool" when value.Kind == ScalarKind.Boolean:
            case "null" when value.Kind == ScalarKind.Null:
            case "float" when value.Kind == ScalarKind.Float:
                return value;
            case "float" when value.Kind == ScalarKind.Integer:
                return ScalarValue.Of((double)value.Bits);
            default:
                diagnostics.Error(Rules.TagMismatch, at, $"the text does not fit its tag !!{tag}", "remove the tag or change the text");
                return ScalarValue.String;
        }
    }
}
