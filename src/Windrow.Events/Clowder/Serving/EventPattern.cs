namespace Windrow.Events.Clowder.Serving;

/// <summary>Whether what an extractor declares under <c>process</c> fits an event, by the rule of Clowder 1: two parts each, and a part is the same or <c>*</c>.</summary>
internal static class EventPattern
{
    /// <param name="operation">Such as <c>image/png</c>, <c>file.added</c> or <c>added.dataset</c>.</param>
    public static bool Fits(string pattern, string operation)
    {
        var (wanted, given) = (pattern.Split('/', '.'), operation.Split('/', '.'));
        return wanted.Length == 2 && given.Length == 2 && IsPart(wanted[0], given[0]) && IsPart(wanted[1], given[1]);
    }

    /// <summary>A MIME type as patterns have it, with no points within.</summary>
    public static string OperationOf(string mimeType) => mimeType.Replace('.', '_');

    private static bool IsPart(string wanted, string given) => wanted == "*" || wanted == given;
}
