namespace Pdp.Core.Render;

/// <summary>Names of the volumes files are mounted from. Volumes of the document may not begin with the prefix.</summary>
internal static class VolumeNames
{
    public const string Config = Intents.StorageRule.ReservedPrefix + "config";
    public const string Files = Intents.StorageRule.ReservedPrefix + "files";
    public const string Secrets = Intents.StorageRule.ReservedPrefix + "secrets";

    /// <summary>The volume of a certificate.</summary>
    public static string Certificate(string name) => $"{Intents.StorageRule.ReservedPrefix}certificate-{name}";
}
