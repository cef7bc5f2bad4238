namespace Windrow.Core.Configuration;

/// <summary>A key of a mapping and what stands under it.</summary>
public sealed record ConfigEntry(ScalarNode Key, ConfigNode Value)
{
    public string Name => Key.Text;
}
