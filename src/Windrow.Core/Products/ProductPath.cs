using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.PlugIns;

namespace Windrow.Core.Products;

/// <summary>
/// Where a sink writes a message: a pattern over its metadata, relative to the flow file. Values may name files and
/// directories, and not leave the directories that the pattern itself names.
/// </summary>
public sealed class ProductPath
{
    private readonly FilePattern _pattern;
    private readonly PlugInContext _context;
    private readonly string _root;

    public ProductPath(FilePattern pattern, PlugInContext context)
    {
        (_pattern, _context) = (pattern, context);
        var field = pattern.Text.IndexOf('{', StringComparison.Ordinal);
        var fixedPart = field < 0 ? pattern.Text : pattern.Text[..field];
        var slash = fixedPart.LastIndexOf('/');
        _root = Path.TrimEndingDirectorySeparator(context.FullPath(slash < 0 ? "." : fixedPart[..(slash + 1)])) + "/";
    }

    /// <summary>The full path; false with a permanent failure where a value is missing or leads elsewhere.</summary>
    public bool TryCompose(Metadata metadata, out string path, out Failure? failure)
    {
        failure = null;
        path = "";
        try
        {
            path = _context.FullPath(_pattern.Compose(metadata));
        }
        catch (PatternException exception)
        {
            failure = Failure.Permanent(exception.Message, "set the value before, or leave the field out of 'path'");
            return false;
        }

        if (!path.StartsWith(_root, StringComparison.Ordinal))
            failure = Failure.Permanent($"the message's metadata lead to '{path}', outside of '{_root}'", "strip '/' and '..' from the values, for example with {name!R}");
        return failure is null;
    }
}
