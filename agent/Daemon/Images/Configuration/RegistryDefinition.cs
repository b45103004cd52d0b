using Pdp.Daemon.Images.Credentials;

namespace Pdp.Daemon.Images.Configuration;

/// <summary>A registry as the customer configured it.</summary>
internal sealed record RegistryDefinition
{
    /// <summary>What image references call it: a host, maybe with a port; lower-case.</summary>
    public required string Host { get; init; }

    /// <summary>Where it is asked; <c>https</c>, or <c>http</c> on a loopback address.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Authorities that may have signed its certificate; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Who the agent is there; null for nobody.</summary>
    public ICredentialFile? Credentials { get; init; }

    /// <summary>Hosts besides its own that may hand out tokens for it, and be shown its credentials.</summary>
    public IReadOnlyList<string> TokenHosts { get; init; } = [];

    /// <summary>Hosts besides its own it may redirect to; they are shown no credentials.</summary>
    public IReadOnlyList<string> RedirectHosts { get; init; } = [];

    /// <summary>HTTP proxy on the way to it; null for none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Longest one request may take, its answer read; 1 s..1 min. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests in flight at once; 1..64. Default 4.</summary>
    public int Parallelism { get; init; } = 4;
}
