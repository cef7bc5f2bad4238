using System.Reflection;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.PlugIns;

/// <summary>An assembly of plug-ins. What can be told from the file is told before its code is loaded.</summary>
internal sealed class PlugInAssembly
{
    private const string BuildAgain = "build it again with the Windrow that is to run it";

    private readonly FileEntry _file;
    private readonly AssemblyFacts _facts;

    /// <exception cref="PlugInLoadException">It cannot be used.</exception>
    public PlugInAssembly(FileEntry file, IFileSystem files)
    {
        _file = file;
        try
        {
            using var stream = files.OpenRead(file.Path);
            _facts = AssemblyFacts.Read(stream);
        }
        catch (BadImageFormatException)
        {
            throw Unusable("the file is no .NET assembly", "copy the output of 'dotnet build' whole");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"the file cannot be read: {exception.Message}", "");
        }

        CheckFramework();
        CheckVersion();
    }

    /// <exception cref="PlugInLoadException">It cannot be used; the catalog is as it was.</exception>
    public void Register(PlugInCatalog catalog)
    {
        var entry = (IPlugInAssembly)Make(FindEntry(Load()));
        var own = new PlugInCatalog();
        try
        {
            entry.Register(own);
        }
        catch (Exception exception)
        {
            throw Failed("it fails while it registers its plug-ins", exception);
        }

        if (own.All.Count == 0 && own.Readers.Count == 0 && own.Rules.Count == 0)
            throw Unusable("it registers no plug-in", $"call catalog.Add in {entry.GetType().FullName}.Register");
        try
        {
            catalog.Include(own, new PlugInOrigin(_facts.Name, _facts.Version, _file.Path, _file.Modified));
        }
        catch (ArgumentException exception)
        {
            throw new PlugInLoadException(Rules.PlugInName, exception.Message, "give the plug-in another name, or take one of the assemblies away");
        }
    }

    private void CheckFramework()
    {
        if (_facts.TargetFramework is not { } framework || framework.StartsWith(".NETStandard,", StringComparison.Ordinal))
            return;
        var newest = Environment.Version.Major;
        if (!framework.StartsWith(".NETCoreApp,Version=v", StringComparison.Ordinal)
            || !Version.TryParse(framework[".NETCoreApp,Version=v".Length..], out var version) || version.Major > newest)
            throw Unusable($"it was built for {framework}, and this program runs on .NET {newest}", $"write <TargetFramework>net{newest}.0</TargetFramework> in its project");
    }

    private void CheckVersion()
    {
        if (!_facts.References.Any(static reference => reference.Name == "Windrow.Core"))
            throw Unusable("it does not use Windrow.Core, so there is no plug-in in it", "a library belongs into the folder of the plug-in that needs it");
        var own = typeof(PlugIn).Assembly.GetName().Version!;
        foreach (var reference in _facts.References)
        {
            if (!reference.Name!.StartsWith("Windrow.", StringComparison.Ordinal) || reference.Version is not { } built)
                continue;
            if (built.Major != own.Major || (own.Major == 0 && built.Minor != own.Minor))
                throw new PlugInLoadException(Rules.PlugInVersion, $"it was built for {reference.Name} {built.ToString(3)}, and this is {own.ToString(3)}", BuildAgain);
            if (built > own)
                throw new PlugInLoadException(Rules.PlugInVersion, $"it was built for {reference.Name} {built.ToString(3)}, which is later than this, {own.ToString(3)}", "update Windrow");
        }
    }

    // All that it names is loaded at once: what is missing is told now, and not by the first message that needs it.
    private Assembly Load()
    {
        var context = new PlugInLoadContext(_file.Path);
        foreach (var reference in _facts.References)
        {
            try
            {
                context.LoadFromAssemblyName(reference);
            }
            catch (Exception exception) when (exception is IOException or BadImageFormatException)
            {
                throw Unusable(
                    $"it needs the assembly {reference.Name} {reference.Version}, which is neither in its folder nor part of Windrow",
                    "copy the output of 'dotnet build' whole, with <EnableDynamicLoading>true</EnableDynamicLoading> in the project");
            }
        }

        try
        {
            return context.LoadFromAssemblyPath(_file.Path);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            throw Unusable($"it cannot be loaded: {exception.Message}", "build it for this processor, or for any");
        }
    }

    private static Type FindEntry(Assembly assembly)
    {
        Type[] types;
        try
        {
            types = [.. assembly.GetExportedTypes().Where(static type => type is { IsAbstract: false, IsInterface: false } && typeof(IPlugInAssembly).IsAssignableFrom(type))];
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or TypeLoadException)
        {
            throw Failed("its types cannot be loaded", exception);
        }

        return types.Length switch
        {
            1 => types[0],
            0 => throw Unusable("it has no public class that implements IPlugInAssembly", "write one that adds its plug-ins to the catalog"),
            _ => throw Unusable($"several classes of it implement IPlugInAssembly: {string.Join(", ", types.Select(static type => type.FullName))}", "let one of them register everything"),
        };
    }

    private static object Make(Type type)
    {
        try
        {
            return Activator.CreateInstance(type)!;
        }
        catch (MissingMethodException)
        {
            throw Unusable($"{type.FullName} has no public constructor without parameters", "give it one");
        }
        catch (TargetInvocationException exception)
        {
            throw Failed($"{type.FullName} cannot be made", exception.InnerException!);
        }
    }

    private static PlugInLoadException Unusable(string message, string advice) => new(Rules.PlugInAssembly, message, advice);

    private static PlugInLoadException Failed(string what, Exception exception)
    {
        // Where it was thrown is what its author needs.
        var at = exception.StackTrace?.Split('\n')[0].Trim();
        var advice = exception is MissingMemberException or TypeLoadException or IOException ? BuildAgain : at ?? "";
        return Unusable($"{what}: {exception.GetType().Name}: {exception.Message}", advice);
    }
}
