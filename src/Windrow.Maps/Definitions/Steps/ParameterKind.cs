namespace Windrow.Maps.Definitions.Steps;

/// <summary>The type by which a drawing parameter is read and handed to Magics.</summary>
public enum ParameterKind
{
    /// <summary>on or off.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A real number.</summary>
    Number,

    Text,

    /// <summary>A number where it can be read as one, else a text.</summary>
    NumberOrText,

    IntegerList,
    NumberList,
    TextList,

    /// <summary>Whatever YAML says that it is.</summary>
    AsWritten,
}
