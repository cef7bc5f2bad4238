using System.Diagnostics.CodeAnalysis;

namespace Windrow.Events.Clowder;

/// <summary>Addresses of Clowder servers: what events name may lack the slash at its end.</summary>
internal static class ClowderAddress
{
    /// <param name="problem">What is wrong; null: nothing.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? host, out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out host) || (host.Scheme != Uri.UriSchemeHttp && host.Scheme != Uri.UriSchemeHttps))
            problem = "it is no http or https address";
        else if (host.UserInfo.Length > 0 || host.Query.Length > 0)
            problem = "it holds a password or a query, which would be seen; 'key' takes a secret";
        return problem is null;
    }
}
