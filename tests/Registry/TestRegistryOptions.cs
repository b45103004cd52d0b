using System.Security.Cryptography.X509Certificates;

namespace Pdp.Registry;

/// <summary>How a <see cref="TestRegistry"/> is set up.</summary>
public sealed record TestRegistryOptions
{
    /// <summary>0 takes a free port; a fixed one is for a registry that comes back where it was.</summary>
    public int Port { get; init; }

    /// <summary>With its key; none means plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Who may read.</summary>
    public string User { get; init; } = "robot";

    /// <summary>The password of the user; null lets everybody read, unless there is an identity token.</summary>
    public string? Password { get; init; }

    /// <summary>What may be exchanged for tokens.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>Whether it wants the password itself rather than a token.</summary>
    public bool IsBasic { get; init; }

    /// <summary>Where it says tokens are handed out; its own <c>/token</c> when null.</summary>
    public string? Realm { get; init; }

    /// <summary>How long tokens live.</summary>
    public int TokenSeconds { get; init; } = 300;

    /// <summary>Most tags of one page, whatever is asked for.</summary>
    public int PageSize { get; init; } = 100;
}
