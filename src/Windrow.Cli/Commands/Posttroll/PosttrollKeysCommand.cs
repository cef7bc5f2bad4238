using System.CommandLine;
using Windrow.Core.Errors;
using Windrow.Events.Posttroll.Security;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary><c>windrow posttroll keys NAME</c></summary>
internal static class PosttrollKeysCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Of whom the keys are." };
        var directory = new Option<string>("--directory", "-d") { Description = "Where to write them.", DefaultValueFactory = static _ => ".", HelpName = "directory" };
        var command = new Command("keys", "Make keys for secured connections: NAME.key, which others may have, and NAME.key_secret, which nobody may.") { name, directory };
        command.SetAction(parsed => Make(parsed.GetValue(name)!, parsed.GetValue(directory)!));
        return command;
    }

    private static int Make(string name, string directory)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
        {
            Console.Error.WriteLine($"windrow: '{name}' is no name of a file; write a word such as station1, and the directory under --directory");
            return ExitCode.Usage;
        }

        var services = CommandServices.Create();
        try
        {
            var (open, secret) = Certificate.Make(services.Files, Path.GetFullPath(directory), name, services.Time.GetUtcNow());
            Console.Out.WriteLine(Path.GetRelativePath(".", open));
            Console.Out.WriteLine(Path.GetRelativePath(".", secret));
            return ExitCode.Ok;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return PosttrollServices.Refuse(Failure.Permanent(exception.Message));
        }
        catch (NativeLibraryMissingException exception)
        {
            return PosttrollServices.Refuse(Failure.Permanent(exception.Message));
        }
    }
}
