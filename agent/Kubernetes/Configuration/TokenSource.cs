namespace Pdp.Kubernetes.Configuration;

/// <summary>Where a bearer token comes from. Never prints the token.</summary>
public abstract class TokenSource
{
    private TokenSource()
    {
    }

    /// <summary>A token that was given and does not change.</summary>
    public sealed class Fixed(string token) : TokenSource
    {
        internal string Token { get; } = token;

        /// <inheritdoc/>
        public override string ToString() => "token (given)";
    }

    /// <summary>A file that holds the token and is read again as it is rotated.</summary>
    public sealed class FromFile(string path) : TokenSource
    {
        /// <summary>Absolute path.</summary>
        public string Path { get; } = path;

        /// <inheritdoc/>
        public override string ToString() => $"token file {Path}";
    }

    /// <summary>A program that prints an <c>ExecCredential</c>: a token, a client certificate, or both.</summary>
    public sealed class FromExec(ExecPlugin plugin) : TokenSource
    {
        /// <summary>The program.</summary>
        public ExecPlugin Plugin { get; } = plugin;

        /// <inheritdoc/>
        public override string ToString() => $"exec plugin {System.IO.Path.GetFileName(Plugin.Command)}";
    }
}
