using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions;

/// <summary>
/// Every rule that a folder of recipes can break besides the general ones in <see cref="Rules"/>: WR70xx refuse a part
/// of the folder, WR71xx are findings of <c>maps lint</c>. A code is never used again for another rule.
/// </summary>
public static class MapRules
{
    private static readonly List<Rule> Catalogue = [];

    // WR70xx: definitions

    public static readonly Rule NotDefinitions = Add("WR7001", "A file of a recipe folder holds no definitions",
        "Each file is a mapping with `recipe` or `extends`, `inputs` or `flavours`.");

    public static readonly Rule RecipeAndParent = Add("WR7002", "A recipe has steps of its own and a parent",
        "A file holds either `recipe`, a list of steps, or `extends`, the name of the recipe that it is derived from.");

    public static readonly Rule UnknownParent = Add("WR7003", "A recipe extends one that is not there",
        "`extends` names a recipe by its path within the folder, without `.yaml`.");

    public static readonly Rule ParentLoop = Add("WR7004", "Recipes extend each other in a circle",
        "A derived recipe goes back to one with steps of its own.");

    public static readonly Rule TooManySteps = Add("WR7005", "A recipe folder holds too much",
        "A recipe may have 256 steps, an input 256 definitions and 64 inputs that it is computed from, a folder 1,000 flavours and 10,000 files of 4 MiB, 64 MiB in all.");

    public static readonly Rule InputName = Add("WR7006", "An input's name is not usable",
        "Names become parts of file names, in which '_' stands between model, name and time.");

    public static readonly Rule InputTwice = Add("WR7007", "An input is defined twice for a model",
        "Inputs are known in the whole folder. Alternatives of one input differ in their model; a definition without a model leaves room for no other behind it.");

    public static readonly Rule UndefinedInput = Add("WR7008", "An input is not defined",
        "The name stands under no `inputs` of the folder, or all its definitions were refused. What needs it has no products.");

    public static readonly Rule InputLoop = Add("WR7009", "Inputs are computed from each other in a circle",
        "A derived input goes back to inputs that are taken from the stream or from a file.");

    public static readonly Rule OutsideFolder = Add("WR7010", "A path leads out of the folder of static files",
        "Static files are named relative to the folder `static` beside the recipes or to a folder given with `--static`.");

    public static readonly Rule UnknownParameter = Add("WR7011", "A drawing parameter is not known",
        "The step does not take the parameter. Where not all names of Magics are known, this is a warning and the parameter is passed on.");

    public static readonly Rule LevelsAndColours = Add("WR7012", "Levels and colours do not fit together",
        "With `contour_level_list` and `contour_shade_colour_list`, there is one level more than colours: a colour fills the space between two levels.");

    public static readonly Rule Matcher = Add("WR7013", "An arkimet matcher is not well formed, or not supported",
        "Supported are `product` and `origin` (GRIB1, GRIB2), `level` (GRIB1, GRIB2S, GRIB2D) and `timerange` (GRIB1, Timedef), with `or` between alternatives and `;` between conditions.");

    public static readonly Rule UnknownStep = Add("WR7014", "There is no such step",
        "A step is one of add_basemap, add_coastlines_bg, add_coastlines_fg, add_grib, add_contour, add_wind, add_grid, add_boundaries, add_user_boundaries, add_symbols and add_geopoints.");

    public static readonly Rule UnknownFlavour = Add("WR7015", "There is no such flavour",
        "The flavours to draw are named by `--flavours`, separated by commas; they are defined under `flavours` of some file of the folder.");

    // WR71xx: findings of `maps lint`

    public static readonly Rule UnusedInput = Add("WR7101", "An input is not used",
        "No recipe needs it, neither itself nor through a derived input or a flavour.");

    public static readonly Rule NeverMatches = Add("WR7102", "An input can match no message",
        "It has neither an ecCodes condition nor an arkimet matcher, or the condition contradicts itself.");

    public static readonly Rule WithoutEffect = Add("WR7103", "Something has no effect",
        "A field is loaded and never drawn, a step draws without a field, a change names no step, a filter matches no recipe, or a recipe can have no products.");

    public static readonly Rule KeyCase = Add("WR7104", "A name is written in unusual case",
        "ecCodes' keys are case-sensitive: an unknown key makes the whole condition false.");

    public static readonly Rule SameMessages = Add("WR7105", "Two inputs take the same messages",
        "What one definition takes, the other takes too; usually a copy in which not everything was changed, or a missing editionNumber.");

    public static readonly Rule Disagreement = Add("WR7106", "The two filters of an input disagree",
        "The ecCodes condition and the arkimet matcher of one definition ask for different levels or editions, so that it depends on the way in what is drawn.");

    public static readonly Rule ModelName = Add("WR7107", "A model's name suggests what it does not do",
        "A model is a plain name; there is none that stands for all. A definition for all models has no `model`.");

    public static readonly Rule BooleanAsText = Add("WR7108", "A boolean stands where a text goes",
        "YAML 1.1 reads on, off, yes and no as booleans; a parameter that is a text then becomes \"True\" or \"False\". Put the word in quotes.");

    /// <summary>All rules in the order of their codes.</summary>
    public static IReadOnlyList<Rule> All => Catalogue;

    private static Rule Add(string code, string title, string explanation)
    {
        var rule = new Rule(code, title, explanation);
        Catalogue.Add(rule);
        return rule;
    }
}
