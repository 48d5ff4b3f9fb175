export {
  scopeKeys,
  isSubjectKind,
  isPlaceKind,
  subjectTitle,
  subjectWord,
  subjectField,
  subjectFilter,
  questionAbout,
  subjectsOf,
  type SubjectKind,
  type PlaceKind,
  type Subject,
} from '../../../shared/contract/page-subject.ts';
