using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>What an apply did to an object.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApplyAction>))]
public enum ApplyAction
{
    /// <summary>It was as wanted.</summary>
    Unchanged,

    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was changed.</summary>
    Configured,

    /// <summary>It was deleted.</summary>
    Deleted,

    /// <summary>A guard or policy kept it.</summary>
    Skipped,

    /// <summary>The API server refused.</summary>
    Failed,
}
