using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Routes;

/// <summary>Compares host names with those a policy speaks of, label by label, whatever their case.</summary>
internal static class HostPattern
{
    /// <summary>Stands for every name.</summary>
    public const string Any = "*";

    // A label made of several names is cut here and gets a hash, so that of a long one a template tells only that it is long.
    private const int LongestTold = 49;

    /// <summary>Whether a name, and with a wildcard every name it stands for, is a domain or below it.</summary>
    /// <param name="name">The name; empty stands for every name, which is below none.</param>
    /// <param name="domain">The domain; <see cref="Any"/> for all.</param>
    public static bool IsBelow(string name, string domain)
    {
        if (domain == Any)
            return name.Length > 0;
        var plain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return plain.Equals(domain, StringComparison.OrdinalIgnoreCase) || plain.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whether a name could be one that a gateway's template makes for some endpoint, the major version that may stand before it included.
    /// </summary>
    /// <param name="name">The name, maybe with a wildcard; empty stands for every name.</param>
    /// <param name="template">The template, such as <c>{environment}.{organization}.example.com</c>.</param>
    public static bool Meets(string name, string template)
    {
        if (name.Length == 0)
            return true;
        var isWild = name.StartsWith("*.", StringComparison.Ordinal);
        var labels = (isWild ? name[2..] : name).TrimEnd('.').ToLowerInvariant().Split('.');
        var made = template.ToLowerInvariant().Split('.');
        if (isWild)
            return labels.Length <= made.Length && Fit(labels, made[^labels.Length..]);
        return (labels.Length == made.Length && Fit(labels, made)) || (labels.Length == made.Length + 1 && Fit(labels[1..], made));
    }

    private static bool Fit(string[] labels, string[] made) => labels.Zip(made).All(pair => Fits(pair.First, pair.Second));

    private static bool Fits(string label, string made)
    {
        if (!made.Contains('{', StringComparison.Ordinal))
            return label == made;
        return label.Length > LongestTold || Glob.IsMatch(PatternOf(made), label);
    }

    // {component}-{endpoint} becomes *-*.
    private static string PatternOf(string made) =>
        string.Concat(made.Split('{').Select((piece, i) => i == 0 ? piece : $"*{piece[(piece.IndexOf('}', StringComparison.Ordinal) + 1)..]}"));
}
