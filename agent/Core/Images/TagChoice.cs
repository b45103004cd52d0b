using Pdp.Core.Images.Versions;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Images;

/// <summary>Which tags of a repository are followed, and which of them is the newest.</summary>
public sealed class TagChoice
{
    private readonly string? _pattern;
    private readonly VersionRange? _range;

    /// <summary>A choice by a spec that passed its rules.</summary>
    public TagChoice(FollowSpec follow)
    {
        _pattern = follow.Tags;
        _range = follow.Semver is { } semver ? VersionRange.Read(semver) : null;
    }

    /// <summary>The one tag that can be meant, so that no list is needed; null where there may be several.</summary>
    public string? OnlyTag => _pattern is { } pattern && !pattern.Contains('*', StringComparison.Ordinal) ? pattern : null;

    /// <summary>Whether a text is a range of versions.</summary>
    public static bool IsRange(string text) => VersionRange.Read(text) is not null;

    /// <summary>Whether a tag is one of those.</summary>
    public bool Fits(string tag) => _pattern is { } pattern
        ? Glob.IsMatch(pattern, tag)
        : SemanticVersion.Read(tag) is { } version && _range?.Contains(version) == true;

    /// <summary>The newest of these tags that fits; null when none does.</summary>
    public string? Newest(IEnumerable<string> tags) => tags.Where(tag => ImageReference.IsTag(tag) && Fits(tag)).Max(TagOrder.Instance);
}
