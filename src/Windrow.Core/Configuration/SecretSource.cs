namespace Windrow.Core.Configuration;

/// <summary>
/// Finds a secret as a file of that name in the credentials directory (systemd's <c>$CREDENTIALS_DIRECTORY</c>),
/// else as the environment variable <c>WINDROW_SECRET_NAME</c> (upper case, other characters as '_').
/// </summary>
/// <param name="readCredential">Gives the text of the file of that name in the directory, null when there is none.</param>
/// <param name="environment">Gives the value of an environment variable, null when it is not set.</param>
public sealed class SecretSource(Func<string, string?> readCredential, Func<string, string?> environment) : ISecretSource
{
    public Secret? Find(string name)
    {
        var text = readCredential(name)?.TrimEnd('\r', '\n') ?? environment(VariableOf(name));
        return text is null ? null : new Secret(text, "${secret:" + name + "}");
    }

    /// <summary>The environment variable that stands for the secret.</summary>
    public static string VariableOf(string name) =>
        "WINDROW_SECRET_" + string.Create(name.Length, name, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsAsciiLetterOrDigit(source[i]) ? char.ToUpperInvariant(source[i]) : '_';
        });
}
