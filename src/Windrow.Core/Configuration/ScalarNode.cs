using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>A scalar with its text and with what the text resolves to.</summary>
public sealed class ScalarNode : ConfigNode
{
    private readonly long _bits;
    private readonly Secret? _secret;

    internal ScalarNode(string text, ScalarValue value, bool isPlain, SourceLocation location, string? tag = null, Secret? secret = null)
        : this(text, value, isPlain, location, null, tag, secret)
    {
    }

    private ScalarNode(
        string text, ScalarValue value, bool isPlain, SourceLocation location, SourceLocation? aliasedAt, string? tag, Secret? secret)
        : base(location, aliasedAt, tag)
    {
        Text = text;
        Kind = value.Kind;
        _bits = value.Bits;
        IsPlain = isPlain;
        _secret = secret;
    }

    public static readonly ScalarNode Null = new("null", new ScalarValue(ScalarKind.Null, 0), true, SourceLocation.None);

    /// <summary>The text after substitution; for a scalar with a secret the redacted text, <c>${secret:name}</c>.</summary>
    public string Text { get; }

    public ScalarKind Kind { get; }

    /// <summary>Whether the scalar stands in the file without quotes.</summary>
    public bool IsPlain { get; }

    /// <summary>The whole text of a scalar that holds a secret; null for any other.</summary>
    public Secret? Secret => _secret;

    public bool IsNull => Kind == ScalarKind.Null;

    /// <summary>The value when the kind is Boolean, else null.</summary>
    public bool? AsBoolean => Kind == ScalarKind.Boolean ? _bits != 0 : null;

    /// <summary>The value when the kind is Integer, else null.</summary>
    public long? AsInt64 => Kind == ScalarKind.Integer ? _bits : null;

    /// <summary>The value when the kind is Integer or Float, else null.</summary>
    public double? AsDouble => Kind switch
    {
        ScalarKind.Integer => _bits,
        ScalarKind.Float => BitConverter.Int64BitsToDouble(_bits),
        _ => null,
    };

    /// <summary>The text when the kind is String, else null.</summary>
    public string? AsString => Kind == ScalarKind.String ? Text : null;

    internal override int Size => 1;

    internal override int Height => 0;

    /// <summary>Makes a string, whatever the text looks like.</summary>
    public static ScalarNode Of(string text, SourceLocation? location = null) =>
        new(text, new ScalarValue(ScalarKind.String, 0), false, location ?? SourceLocation.None);

    public static ScalarNode Of(long value, SourceLocation? location = null) =>
        new(value.ToString(CultureInfo.InvariantCulture), new ScalarValue(ScalarKind.Integer, value), true, location ?? SourceLocation.None);

    public static ScalarNode Of(double value, SourceLocation? location = null) =>
        new(ScalarText.Of(value), ScalarValue.Of(value), true, location ?? SourceLocation.None);

    public static ScalarNode Of(bool value, SourceLocation? location = null) =>
        new(value ? "true" : "false", new ScalarValue(ScalarKind.Boolean, value ? 1 : 0), true, location ?? SourceLocation.None);

    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the boolean {Shortened(Text)}",
        ScalarKind.Integer => $"the whole number {Shortened(Text)}",
        ScalarKind.Float => $"the number {Shortened(Text)}",
        _ => $"the text '{Shortened(Text)}'",
    };

    public override bool HasSameContent(ConfigNode other) =>
        other is ScalarNode scalar && scalar.Kind == Kind && (Kind == ScalarKind.String ? scalar.Text == Text : scalar._bits == _bits);

    internal override ConfigNode SeenFrom(SourceLocation alias) =>
        new ScalarNode(Text, new ScalarValue(Kind, _bits), IsPlain, Location, alias, Tag, _secret);

    private static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : string.Concat(line.AsSpan(0, 57), "...");
    }
}
