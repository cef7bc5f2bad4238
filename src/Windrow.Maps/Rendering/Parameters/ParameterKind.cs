namespace Windrow.Maps.Rendering.Parameters;

/// <summary>The types that Magics gives its parameters.</summary>
internal enum ParameterKind : byte
{
    Text,

    /// <summary>A text that is <c>on</c> or <c>off</c>; some know further words.</summary>
    Switch,
    Integer,
    Real,
    Texts,
    Integers,
    Reals,
}
