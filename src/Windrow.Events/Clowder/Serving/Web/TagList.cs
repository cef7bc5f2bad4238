using System.Text.Json.Nodes;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Tags as they are sent: <c>{"tags": […]}</c>.</summary>
internal static class TagList
{
    /// <exception cref="BadRequestException">They are none.</exception>
    public static IReadOnlyList<string> From(JsonObject json)
    {
        if (json["tags"] is not JsonArray tags)
            throw new BadRequestException("there is no list 'tags'");
        return [.. tags.Select(static tag => tag is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new BadRequestException("a tag is a text"))];
    }
}
