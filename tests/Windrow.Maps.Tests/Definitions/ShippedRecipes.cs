namespace Windrow.Maps.Tests.Definitions;

/// <summary>Recipes of arkimaps that lie beside the repository on some machines; tests may read them, the project never holds them.</summary>
internal static class ShippedRecipes
{
    /// <summary>The folder; the test is skipped when there is none.</summary>
    public static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                foreach (var shared in new[] { "shared", "../shared" })
                {
                    var recipes = Path.Combine(folder.FullName, shared, "data/arkimaps/recipes");
                    if (Directory.Exists(recipes))
                        return Path.GetFullPath(recipes);
                }
            }

            Assert.Skip("the recipes of arkimaps are not beside the repository");
            return "";
        }
    }

    /// <summary>arkimaps' package has two static files of its own that the recipes name; here they are empty.</summary>
    public static string WriteStaticFiles()
    {
        var folder = Directory.CreateTempSubdirectory("windrow-static-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "shapes"));
        File.WriteAllText(Path.Combine(folder, "puntiCitta.geo"), "");
        File.WriteAllText(Path.Combine(folder, "shapes/Sottozone_allerta_ER.shp"), "");
        return folder;
    }
}
