using System.Text.RegularExpressions;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>Every link from a document into the repository leads somewhere, down to the heading.</summary>
internal sealed partial class DocumentLinks : ISourceRule
{
    public IEnumerable<string> Check(Repository repository)
    {
        foreach (var (path, text) in repository.Where(IsDocument))
        {
            foreach (var target in Link().Matches(WithoutCode(text)).Select(match => match.Groups["target"].Value))
            {
                if (!target.Contains(':', StringComparison.Ordinal) && Problem(repository, path, target) is { } problem)
                {
                    yield return $"{path}: link to {target}: {problem}";
                }
            }
        }
    }

    private static string? Problem(Repository repository, string from, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? from : Resolve(from, Uri.UnescapeDataString(parts[0]));
        if (file is null)
        {
            return "leaves the repository";
        }

        var isFolder = repository.Files.Keys.Any(path => path.StartsWith(file.TrimEnd('/') + "/", StringComparison.Ordinal));
        if (!repository.Files.TryGetValue(file, out var text))
        {
            return isFolder || !HasTextExtension(file) ? null : "no such file";
        }

        return parts.Length < 2 || !IsDocument(file) || Anchors(text).Contains(parts[1]) ? null : "no such heading";
    }

    private static string? Resolve(string from, string target)
    {
        var folders = new Stack<string>(target.StartsWith('/') ? [] : from.Split('/')[..^1]);
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (!folders.TryPop(out _))
                {
                    return null;
                }
            }
            else if (part != ".")
            {
                folders.Push(part);
            }
        }

        return string.Join('/', folders.Reverse());
    }

    // The way GitHub makes anchors: lower case, spaces to dashes, other signs dropped.
    private static HashSet<string> Anchors(string text) =>
    [
        .. Heading().Matches(WithoutCode(text)).Select(match =>
            NotInAnchor().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    private static bool IsDocument(string path) => path.EndsWith(".md", StringComparison.Ordinal);

    private static bool HasTextExtension(string path) => Path.GetExtension(path) is not (".png" or ".svg" or ".jpg");

    [GeneratedRegex(@"\]\(<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor();
}
