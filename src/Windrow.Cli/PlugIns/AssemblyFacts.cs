using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Windrow.Cli.PlugIns;

/// <summary>What a file says of the assembly in it, before any of its code is loaded.</summary>
/// <param name="Version">As its author gave it, with what follows the numbers.</param>
/// <param name="TargetFramework">As <c>.NETCoreApp,Version=v10.0</c>; null: it does not say.</param>
/// <param name="References">The assemblies that it names.</param>
internal sealed record AssemblyFacts(string Name, string Version, string? TargetFramework, IReadOnlyList<System.Reflection.AssemblyName> References)
{
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static AssemblyFacts Read(Stream stream)
    {
        using var file = new PEReader(stream);
        if (!file.HasMetadata || file.GetMetadataReader() is not { IsAssembly: true } reader)
            throw new BadImageFormatException();
        var assembly = reader.GetAssemblyDefinition();
        string? framework = null, version = null;
        foreach (var handle in assembly.GetCustomAttributes())
        {
            var attribute = reader.GetCustomAttribute(handle);
            switch (NameOf(attribute, reader))
            {
                case "TargetFrameworkAttribute":
                    framework = FirstText(attribute, reader);
                    break;
                case "AssemblyInformationalVersionAttribute":
                    version = FirstText(attribute, reader);
                    break;
            }
        }

        var references = reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName()).ToList();
        return new AssemblyFacts(reader.GetString(assembly.Name), version ?? assembly.Version.ToString(), framework, references);
    }

    private static string? NameOf(CustomAttribute attribute, MetadataReader reader) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;

    // ECMA-335 II.23.3: a prolog of two bytes, then the arguments.
    private static string? FirstText(CustomAttribute attribute, MetadataReader reader)
    {
        var blob = reader.GetBlobReader(attribute.Value);
        return blob.ReadUInt16() == 1 ? blob.ReadSerializedString() : null;
    }
}
