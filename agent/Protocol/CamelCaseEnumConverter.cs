using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pdp.Protocol;

/// <summary>Writes an enum as its camelCase name and refuses numbers and unknown names.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
