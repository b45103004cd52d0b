namespace Pdp.LocalCluster.Catalogue;

/// <summary>Says what to run for an image. The first entry that matches counts.</summary>
internal sealed class ImageCatalogue(IReadOnlyList<CatalogueEntry> entries, bool simulateOthers, string directory)
{
    private static readonly CatalogueEntry Pause = new() { Image = "*pause*", Run = RunKind.Pause };
    private static readonly CatalogueEntry AnyImage = new() { Image = "*", Run = RunKind.Simulated };

    /// <summary>No processes at all: every image is simulated.</summary>
    public static ImageCatalogue Simulated { get; } = new([AnyImage], simulateOthers: true, AppContext.BaseDirectory);

    /// <summary>Where no file is given: <c>pause</c> pauses, everything else is simulated.</summary>
    public static ImageCatalogue BuiltIn { get; } = new([Pause], simulateOthers: true, AppContext.BaseDirectory);

    /// <summary>What relative paths are relative to: the catalogue file's directory.</summary>
    public string Directory => directory;

    /// <summary>The entry for an image; null where there is no such image.</summary>
    public CatalogueEntry? Find(string image)
    {
        var reference = ImageReference.Parse(image);
        var entry = entries.FirstOrDefault(entry => entry.Matches(reference)) ?? (Pause.Matches(reference) ? Pause : simulateOthers ? AnyImage : null);
        // The simulated images have one that does not exist, so that a bad release can be played without a catalogue.
        return entry is { Run: RunKind.Simulated } && image.Contains("broken", StringComparison.Ordinal) ? null : entry;
    }
}
