using System.Text.Json.Nodes;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>Who the agent is to a Vault. Files are read at each login, so that rotated ones are taken up.</summary>
internal abstract record VaultAuth
{
    private const int MostBytes = 64 * 1024;

    /// <summary>What to log in with.</summary>
    /// <exception cref="SecretStoreUnavailableException">A file cannot be read.</exception>
    public abstract VaultLogin Login();

    /// <summary>The text of a file without white space around it.</summary>
    protected static string Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length <= MostBytes && File.ReadAllText(file).Trim() is { Length: > 0 } text) return text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Told below; what the system says of it adds nothing.
        }
        throw new SecretStoreUnavailableException($"{file}, which the agent is to log in with, cannot be read or is empty");
    }
}

/// <summary>What to log in with: a request to send, or a token that is there already.</summary>
/// <param name="Path">Where to send it.</param>
/// <param name="Body">What to send.</param>
/// <param name="Token">The token that is there already.</param>
internal sealed record VaultLogin(string? Path, JsonObject? Body, string? Token = null)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => nameof(VaultLogin);
}

/// <summary>By the agent's service account, as Vault's Kubernetes method checks it.</summary>
/// <param name="Role">The role bound to the service account.</param>
/// <param name="TokenFile">The service account's token.</param>
/// <param name="Mount">Where the method is mounted.</param>
internal sealed record KubernetesAuth(string Role, string TokenFile, string Mount) : VaultAuth
{
    /// <inheritdoc/>
    public override VaultLogin Login() => new($"auth/{Mount}/login", new JsonObject { ["role"] = Role, ["jwt"] = Read(TokenFile) });
}

/// <summary>By an AppRole.</summary>
/// <param name="RoleIdFile">The role's id.</param>
/// <param name="SecretIdFile">The secret that goes with it.</param>
/// <param name="Mount">Where the method is mounted.</param>
internal sealed record AppRoleAuth(string RoleIdFile, string SecretIdFile, string Mount) : VaultAuth
{
    /// <inheritdoc/>
    public override VaultLogin Login() =>
        new($"auth/{Mount}/login", new JsonObject { ["role_id"] = Read(RoleIdFile), ["secret_id"] = Read(SecretIdFile) });
}

/// <summary>By a token that somebody else keeps fresh, such as Vault's own agent.</summary>
/// <param name="TokenFile">The token.</param>
internal sealed record TokenFileAuth(string TokenFile) : VaultAuth
{
    /// <inheritdoc/>
    public override VaultLogin Login() => new(null, null, Read(TokenFile));
}
