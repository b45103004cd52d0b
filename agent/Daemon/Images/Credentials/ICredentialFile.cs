namespace Pdp.Daemon.Images.Credentials;

/// <summary>A file of the customer's that says who the agent is at a registry. Read each time anew, since mounted files are swapped.</summary>
internal interface ICredentialFile
{
    /// <summary>Reads it; null when it says nothing of the registry.</summary>
    /// <exception cref="RegistryException">It cannot be read.</exception>
    RegistryCredentials? Read();
}

/// <summary>Who the agent is at a registry.</summary>
/// <param name="User">Name.</param>
/// <param name="Password">Password.</param>
/// <param name="IdentityToken">A token that stands for both, to be exchanged for others; null where there is none.</param>
internal sealed record RegistryCredentials(string User, string Password, string? IdentityToken = null)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => nameof(RegistryCredentials);
}
