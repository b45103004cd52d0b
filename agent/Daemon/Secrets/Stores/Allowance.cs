using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>Who may use which secrets of a store: whatever one of its rules lets through.</summary>
internal sealed class Allowance(IEnumerable<AllowRule> rules) : IEquatable<Allowance>
{
    private readonly AllowRule[] _rules = [.. rules];

    /// <summary>Everybody may use everything.</summary>
    public static Allowance Everything { get; } = new([new AllowRule()]);

    /// <summary>Whether a requester may use a secret.</summary>
    public bool Permits(SecretRequester who, string secret) => Array.Exists(_rules, rule => rule.Permits(who, secret));

    /// <inheritdoc/>
    public bool Equals(Allowance? other) => other is not null && _rules.SequenceEqual(other._rules);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Allowance);

    /// <inheritdoc/>
    public override int GetHashCode() => _rules.Length;
}

/// <summary>One rule; every part of it must match. A part is a text, or the beginning of one and <c>*</c>.</summary>
/// <param name="Organization">Whose.</param>
/// <param name="Project">Which project.</param>
/// <param name="Environment">Which environment.</param>
/// <param name="Secret">Which secrets.</param>
internal sealed record AllowRule(string Organization = "*", string Project = "*", string Environment = "*", string Secret = "*")
{
    /// <summary>Whether the rule lets this through.</summary>
    public bool Permits(SecretRequester who, string secret) =>
        Matches(Organization, who.Organization) && Matches(Project, who.Project) && Matches(Environment, who.Environment)
        && Matches(Secret, secret);

    private static bool Matches(string pattern, string text) => pattern.EndsWith('*')
        ? text.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : pattern == text;
}
