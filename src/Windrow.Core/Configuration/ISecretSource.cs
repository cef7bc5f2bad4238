namespace Windrow.Core.Configuration;

/// <summary>Where secrets come from.</summary>
public interface ISecretSource
{
    /// <summary>The secret of that name, or null when there is none. The name holds letters, digits, '-', '_' and '.' only.</summary>
    Secret? Find(string name);
}
