using System.Text.Json;
using System.Text.Unicode;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>
/// One pass over the bytes before anything is built from them: size, depth, number of values, JSON, valid text, and no name twice in
/// one object (readers disagree on which of the two counts, so a signature over such a document says nothing).
/// </summary>
internal static class StrictJson
{
    // The reader's own limit lies beyond ours, so that too deep is told apart from not JSON.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ProtocolLimits.Depth + 2 };

    /// <summary>Checks the bytes.</summary>
    /// <returns>False when nothing more can be said of them.</returns>
    public static bool Check(ReadOnlySpan<byte> utf8, ReasonList reasons)
    {
        if (utf8.Length > ProtocolLimits.IntentBytes)
        {
            var message = $"must be at most {ProtocolLimits.IntentBytes} bytes, was {utf8.Length}";
            reasons.Add(FailureReason.TooLarge, DocumentPath.Root, message);
            return false;
        }

        try
        {
            return new Pass(reasons).Run(utf8);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1} of it)" : "";
            reasons.Add(DocumentPath.Root, $"must be JSON{place}");
            return false;
        }
    }

    private sealed class Pass(ReasonList reasons)
    {
        private readonly Stack<Level> _levels = new();
        private DocumentPath _path = DocumentPath.Root;
        private int _values;

        public bool Run(ReadOnlySpan<byte> utf8)
        {
            var reader = new Utf8JsonReader(utf8, Options);
            while (reader.Read())
            {
                if (!Step(ref reader))
                    return false;
            }

            return true;
        }

        private bool Step(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _path = _levels.Pop().Path;
                    return true;
                case JsonTokenType.PropertyName:
                    return EnterMember(ref reader);
                case var token:
                    EnterItem();
                    return Count() && (token is not JsonTokenType.String || TryText(ref reader, out _)) && Descend(token);
            }
        }

        private bool EnterMember(ref Utf8JsonReader reader)
        {
            var level = _levels.Peek();
            _path = level.Path;
            if (!TryText(ref reader, out var name))
                return false;
            _path = level.Path.Member(name, level.Position++);
            if (!level.Names!.Add(name))
                reasons.Add(_path, "is there twice");
            return true;
        }

        private void EnterItem()
        {
            if (_levels.TryPeek(out var level) && level.Names is null)
                _path = level.Path.Item(level.Position++);
        }

        private bool Descend(JsonTokenType token)
        {
            if (token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                return true;
            _levels.Push(new Level(_path, token == JsonTokenType.StartObject ? [] : null));
            if (_levels.Count <= ProtocolLimits.Depth)
                return true;
            // Not the path itself: at this depth it is longer than anyone reads.
            reasons.Add(FailureReason.TooLarge, DocumentPath.Root, $"must be nested at most {ProtocolLimits.Depth} deep");
            return false;
        }

        private bool Count()
        {
            if (++_values <= ProtocolLimits.IntentValues)
                return true;
            reasons.Add(FailureReason.TooLarge, DocumentPath.Root, $"must have at most {ProtocolLimits.IntentValues} values");
            return false;
        }

        private bool TryText(ref Utf8JsonReader reader, out string text)
        {
            text = "";
            try
            {
                if (Utf8.IsValid(reader.ValueSpan))
                {
                    text = reader.GetString()!;
                    return true;
                }
            }
            catch (InvalidOperationException)
            {
                // An escape that is half a surrogate pair.
            }

            reasons.Add(_path, "must be valid Unicode text");
            return false;
        }
    }

    /// <summary>An object or list that is open. <paramref name="Names"/> is null for a list.</summary>
    private sealed record Level(DocumentPath Path, HashSet<string>? Names)
    {
        public int Position { get; set; }
    }
}
