namespace Windrow.Exec;

/// <summary>What of a program's doing becomes messages.</summary>
public enum ExecOutput
{
    /// <summary>Nothing: the message passes on as it is.</summary>
    None,

    /// <summary>Every file that the command names with <c>{output}</c>.</summary>
    Payload,

    /// <summary>Every line of standard output, a JSON object with metadata.</summary>
    Lines,
}
