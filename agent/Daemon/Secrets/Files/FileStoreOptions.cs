using Pdp.Daemon.Configuration;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Files;

/// <summary>A store that is a directory.</summary>
/// <param name="Directory">Absolute path.</param>
internal sealed record FileStoreOptions(string Directory) : StoreOptions
{
    /// <inheritdoc/>
    public override ISecretStore Open(StoreParts parts) => new FileStore(Directory, parts.Key);

    /// <summary>Reads the options of a file of stores; null when they have errors.</summary>
    public static FileStoreOptions? Read(YamlFields fields)
    {
        var directory = fields.Text("directory", IsAbsolute, "must be an absolute path without . and .. in it");
        fields.NoOthers();
        return directory is null ? null : new FileStoreOptions(directory);
    }

    private static bool IsAbsolute(string text) =>
        text.Length is > 1 and <= 1024 && text[0] == '/' && !text.Contains('\0', StringComparison.Ordinal)
        && !text.Split('/').Any(part => part is "." or "..");
}
