using System.Text.Json.Serialization;

namespace Windrow.Cli.Commands;

/// <summary>Text as JSON without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class JsonText : JsonSerializerContext;
