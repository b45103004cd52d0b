using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Trust;

/// <summary>The file of a private key in the data directory: <c>intents-KID.pem</c>, <c>tokens-KID.pem</c>, <c>authority-ID.key</c>.</summary>
internal static class KeyFile
{
    private const string Extension = ".pem";
    private const string AuthorityPrefix = "authority-";

    /// <summary>The name of a key's file.</summary>
    public static string Name(TrustKind kind, string kid) => $"{Prefix(kind)}{kid}{Extension}";

    /// <summary>The name of the file of an authority's private key.</summary>
    public static string AuthorityKey(string id) => $"{AuthorityPrefix}{id}.key";

    /// <summary>The name of the file of an authority's certificate.</summary>
    public static string AuthorityCertificate(string id) => $"{AuthorityPrefix}{id}.crt";

    /// <summary>Whether a file name is one of those, and nothing that leads elsewhere.</summary>
    public static bool IsName(string name) =>
        Is(name, Prefix(TrustKind.Intents), Extension) || Is(name, Prefix(TrustKind.Tokens), Extension)
        || Is(name, AuthorityPrefix, ".key") || Is(name, AuthorityPrefix, ".crt");

    /// <summary>Those in a directory.</summary>
    public static IEnumerable<string> In(string directory) =>
        Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)!).Where(IsName).Order(StringComparer.Ordinal);

    /// <summary>Whether the private half of an anchor is in a directory.</summary>
    public static bool Exists(string directory, TrustAnchor anchor) => File.Exists(Path.Combine(directory, Name(anchor.Kind, anchor.Id)));

    /// <summary>Writes a key.</summary>
    public static void Write(string directory, TrustKind kind, SigningKey key) =>
        PrivateFile.Write(Path.Combine(directory, Name(kind, key.PublicKey.Kid)), key.ToPem());

    /// <summary>Forgets a key; nothing happens where there is none.</summary>
    public static void Delete(string directory, TrustAnchor anchor)
    {
        foreach (var name in new[] { Name(anchor.Kind, anchor.Id), AuthorityKey(anchor.Id), AuthorityCertificate(anchor.Id) })
            File.Delete(Path.Combine(directory, name));
        if (IsFirst(anchor))
            File.Delete(Path.Combine(directory, IntentKey.FileName));
    }

    /// <summary>Reads the private half of an anchor. The first key that ever signed intents is in a file of its own name.</summary>
    /// <exception cref="StoreException">The file is gone or cannot be used.</exception>
    public static SigningKey Read(string directory, TrustAnchor anchor)
    {
        var path = Path.Combine(directory, Name(anchor.Kind, anchor.Id));
        if (IsFirst(anchor) && !File.Exists(path))
            path = Path.Combine(directory, IntentKey.FileName);
        try
        {
            var key = SigningKey.FromPem(File.ReadAllText(path));
            if (key.PublicKey.Kid == anchor.Id)
                return key;
            key.Dispose();
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }

        throw Unusable(path, null);
    }

    private static bool IsFirst(TrustAnchor anchor) => anchor is { Kind: TrustKind.Intents, Since: <= 1 };

    private static bool Is(string name, string prefix, string extension) =>
        name.Length > prefix.Length + extension.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal)
        && name[prefix.Length..^extension.Length].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Prefix(TrustKind kind) => kind == TrustKind.Tokens ? "tokens-" : "intents-";

    private static StoreException Unusable(string path, Exception? cause) => new(
        $"{Path.GetFileName(path)} is missing from the data directory or cannot be used. Restore it, or check its rights: agents believe what it signed. "
        + "If it is lost, restore a backup with --new-keys.",
        cause);
}
