using System.Text.Json.Nodes;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A release as operators see it.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Component">The component.</param>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Author">Who brought it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="Images">The image of each container.</param>
/// <param name="Digests">The digest of each container's image, as far as known.</param>
/// <param name="Required">Keys of the configuration that every environment has to give a value.</param>
/// <param name="Environments">Where it is deployed; not in lists.</param>
/// <param name="Content">What it says; not in lists.</param>
internal sealed record ReleaseAnswer(
    string Organization,
    string Project,
    string Component,
    string Name,
    string Source,
    string Author,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<string, string> Images,
    IReadOnlyDictionary<string, string> Digests,
    IReadOnlyList<string> Required,
    IReadOnlyList<string>? Environments = null,
    JsonObject? Content = null)
{
    /// <summary>One line of a list.</summary>
    public static ReleaseAnswer Line(ReleaseRecord release)
    {
        var (key, content) = (release.Key, ReleaseContent.Of(release));
        var digests = new SortedDictionary<string, string>(release.Digests.ToDictionary(), StringComparer.Ordinal);
        foreach (var (container, digest) in ImagePins.Written(content))
            digests[container] = digest;
        return new ReleaseAnswer(
            key.Organization, key.Project, key.Component, key.Name, release.Source, release.Author, release.CreatedAt, ImagePins.Images(content), digests,
            content.Required());
    }

    /// <summary>A release, whole.</summary>
    public static ReleaseAnswer Whole(ReleaseRecord release, IEnumerable<BindingRecord> bindings) => Line(release) with
    {
        Environments = [.. bindings.Where(b => b.Release == release.Key.Name).Select(b => b.Key.Environment)],
        Content = ReleaseContent.Of(release).Document,
    };
}

/// <summary>A page of releases.</summary>
internal sealed record ReleaseListAnswer(IReadOnlyList<ReleaseAnswer> Items, string? Next);
