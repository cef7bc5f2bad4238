namespace Windrow.Events.Posttroll.Messages;

/// <summary>Who messages are from: the user of the process and the host's name, whatever the environment says.</summary>
internal static class Sender
{
    public static string This { get; } = $"{NoSpace(UserOf())}@{NoSpace(System.Net.Dns.GetHostName())}";

    private static string UserOf()
    {
        var name = Environment.UserName;
        return name.Length > 0 ? name : "unknown";
    }

    private static string NoSpace(string text) => string.Concat(text.Where(static letter => !char.IsWhiteSpace(letter)));
}
