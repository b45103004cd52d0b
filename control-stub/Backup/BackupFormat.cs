using System.Text.Json.Serialization;

namespace Pdp.ControlStub.Backup;

/// <summary>
/// A backup is text: one JSON object a line. A header, the records of the store, the sealed keys if they were asked for, and an end with
/// a checksum over all lines before it.
/// </summary>
internal static class BackupFormat
{
    /// <summary>What the header calls the format.</summary>
    public const string Name = "pdp-control-backup";

    /// <summary>The newest version this program reads, and the one it writes. 2 has the certificates of agents.</summary>
    public const int Version = 2;

    /// <summary>Media type of a backup over HTTP.</summary>
    public const string MediaType = "application/x-ndjson";

    /// <summary>Longest line, bytes: far above any record, so that a file that is no backup cannot fill the memory.</summary>
    public const int LineBytes = 64 * 1024 * 1024;
}

/// <summary>The first line.</summary>
/// <param name="Format"><see cref="BackupFormat.Name"/>.</param>
/// <param name="Version">Version of the format.</param>
/// <param name="Program">The program that wrote it.</param>
/// <param name="CreatedAt">The moment it is of, UTC.</param>
internal sealed record BackupHeader(string Format, int Version, string Program, DateTimeOffset CreatedAt);

/// <summary>The last line.</summary>
/// <param name="Type">Always <c>end</c>.</param>
/// <param name="Records">Records in the backup.</param>
/// <param name="Sha256">SHA-256 over all bytes before this line, lower-case hex.</param>
internal sealed record BackupEnd(string Type, long Records, string Sha256)
{
    public const string TypeName = "end";
}

/// <summary>How the lines that are no records are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupHeader))]
[JsonSerializable(typeof(BackupEnd))]
[JsonSerializable(typeof(SealedKeys))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>), TypeInfoPropertyName = "KeyFiles")]
internal sealed partial class BackupJson : JsonSerializerContext;
