from dataclasses import dataclass
from typing import Any
from mingbai.reading.yaml_file import parse_yaml
@dataclass
class Document:
    path: str; front: Any; front_line: int; body: str; body_line: int
def read_document(path, text, problems):
    _, f, b = text.split("---\n",2)
    return Document(path, parse_yaml(f,path,problems,2), 2, b, f.count("\n")+3)
