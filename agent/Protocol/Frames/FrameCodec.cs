using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.Protocol.Frames;

/// <summary>
/// Frames to bytes and back. Reading never throws: what the peer may have got wrong comes back as a result that says which rule,
/// where, and whether the session can go on; it never repeats what was sent.
/// </summary>
public static class FrameCodec
{
    private const int MostErrorsTold = 5;

    /// <summary>One text message.</summary>
    /// <param name="frame">The frame; that it fits in <see cref="ProtocolLimits.FrameBytes"/> is the sender's to see to.</param>
    public static byte[] Write(Frame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, ProtocolJsonContext.Default.Frame);

    /// <summary>The name of a frame's type, as it stands in <c>type</c>.</summary>
    public static string NameOf(Frame frame) => FrameTypes.NameOf(frame);

    /// <summary>Reads one text message.</summary>
    /// <param name="utf8">The whole message; must not change during the call and is not kept after it.</param>
    public static FrameReading Read(ReadOnlyMemory<byte> utf8)
    {
        var fault = BoundedJson.TryRead(utf8, ProtocolLimits.FrameBytes, ProtocolLimits.Depth, out var document);
        if (fault != JsonFault.None)
            return Violation(CodeOf(fault), BoundedJson.Rule(fault, ProtocolLimits.FrameBytes, ProtocolLimits.Depth));
        using (document) return Read(document!.RootElement, utf8.Length);
    }

    private static FrameReading Read(JsonElement message, int bytes)
    {
        if (!message.TryGetProperty("type", out var type)) return Violation(ErrorCode.BadField, "type: is missing");
        if (!JsonShape.IsText(type)) return Violation(ErrorCode.BadField, "type: must be a string of valid Unicode");
        var name = type.GetString()!;
        return FrameTypes.Find(name) is { } contract
            ? Read(message, name, contract, bytes)
            : new FrameReading.Refused(
                new(ErrorCode.UnknownFrame, "type: is none this side knows; the frame was ignored"), Violation: false);
    }

    private static FrameReading Read(JsonElement message, string name, JsonTypeInfo contract, int bytes)
    {
        var errors = JsonShape.Check(message, contract);
        if (errors.Count > 0) return BadFields(name, errors);
        var frame = (Frame)message.Deserialize(contract)!;
        return frame.Errors().ToList() is { Count: > 0 } outOfRange
            ? BadFields(name, outOfRange)
            : new FrameReading.Understood(frame, bytes);
    }

    private static FrameReading.Refused BadFields(string name, IReadOnlyList<FieldError> errors)
    {
        var told = string.Join("; ", errors.Take(MostErrorsTold).Select(e => $"{name}{(e.Path.Length == 0 ? ": " : ".")}{e}"));
        var about = errors.Count > MostErrorsTold ? $"{told}; and {errors.Count - MostErrorsTold} more" : told;
        return new(new(ErrorCode.BadField, about), !FrameTypes.MayBeDropped(name));
    }

    private static FrameReading.Refused Violation(ErrorCode code, string about) => new(new(code, about), Violation: true);

    private static ErrorCode CodeOf(JsonFault fault) => fault switch
    {
        JsonFault.TooLarge => ErrorCode.TooLarge,
        JsonFault.TooDeep => ErrorCode.TooDeep,
        JsonFault.DuplicateField => ErrorCode.BadField,
        _ => ErrorCode.NotJson,
    };
}
