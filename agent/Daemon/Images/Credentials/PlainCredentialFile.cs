namespace Pdp.Daemon.Images.Credentials;

/// <summary>A file with one line, <c>user:password</c>.</summary>
internal sealed class PlainCredentialFile(string path) : ICredentialFile
{
    /// <inheritdoc/>
    public RegistryCredentials? Read() =>
        CredentialText.Split(CredentialText.Read(path).TrimEnd('\r', '\n')) ?? throw CredentialText.Wrong("must be one line, user:password");
}
